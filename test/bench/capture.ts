import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { columns, median } from './figures.ts';
import type { Load } from './load.ts';
import { waitQuiet } from './quiet.ts';
import { BARE_FASTIFY, COMMIT_EACH, HOOKGLASS, startTarget, type Target } from './server-process.ts';

const run = promisify(execFile);
const TARGETS = [BARE_FASTIFY, HOOKGLASS, COMMIT_EACH] as const;
const SIZES = [1, 10] as const;

/** What must hold, as shares of bare Fastify in the same run. */
export const FLOORS: Readonly<Record<(typeof SIZES)[number], number>> = { 1: 0.55, 10: 0.35 };
export const MOST_P99 = 3;

export interface CaptureBenchOptions {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly connections: number;
  /** How long each run waits at most for other work on the machine to end; 0 does not wait. */
  readonly quietWaitSeconds: number;
}

interface Run extends Load {
  /** Cores that other work used just before the run. */
  readonly otherCores: number;
  readonly serverCores: number;
}

/** Figures of one target at one size, medians over the rounds. Ratios are to bare Fastify, round by round. */
export interface Row {
  readonly name: string;
  readonly sizeKb: number;
  readonly perSecond: number;
  readonly ratio: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p99Ratio: number;
  readonly serverCores: number;
  readonly clientCores: number;
  readonly otherCores: number;
  readonly failed: number;
}

/**
 * Load each target in turn, in ABBA order, so that a drift of the machine's speed falls on all alike. Each run has a fresh
 * process and folder; the generator is a process of its own.
 */
export async function benchCapture(options: CaptureBenchOptions, tell: (line: string) => void): Promise<Row[]> {
  const rows: Row[] = [];
  for (const sizeKb of SIZES) {
    const runs = new Map<Target, Run[]>(TARGETS.map((target) => [target, []]));
    for (let round = 0; round < options.rounds; round++) {
      for (const target of round % 2 === 0 ? TARGETS : TARGETS.toReversed()) {
        const result = await measure(target, sizeKb, options);
        runs.get(target)?.push(result);
        tell(
          `${sizeKb} KB, round ${round + 1}: ${target.name} ${Math.round(result.acceptedPerSecond)}/s, p99 ${result.p99Ms.toFixed(1)} ms`,
        );
      }
    }
    const base = runs.get(BARE_FASTIFY) ?? [];
    for (const [{ name }, results] of runs) rows.push(summarise(name, sizeKb, results, base));
  }
  return rows;
}

async function measure(target: Target, sizeKb: number, options: CaptureBenchOptions): Promise<Run> {
  const otherCores = options.quietWaitSeconds > 0 ? await waitQuiet(options.quietWaitSeconds) : Number.NaN;
  const server = await startTarget(target);
  try {
    const before = server.cpuSeconds();
    const start = performance.now();
    const { connections, seconds, warmUpSeconds } = options;
    const words = [server.url, connections, seconds, warmUpSeconds, sizeKb * 1_024].map(String);
    const { stdout } = await run(process.execPath, [fileURLToPath(new URL('load.ts', import.meta.url)), ...words]);
    const wallSeconds = (performance.now() - start) / 1_000;
    return { ...(JSON.parse(stdout) as Load), serverCores: (server.cpuSeconds() - before) / wallSeconds, otherCores };
  } finally {
    await server.stop();
  }
}

function summarise(name: string, sizeKb: number, runs: readonly Run[], base: readonly Run[]): Row {
  const of = (figure: (run: Run) => number): number => median(runs.map(figure));
  const against = (figure: (run: Run) => number): number =>
    median(runs.map((result, round) => figure(result) / figure(base[round] ?? result)));
  return {
    name,
    sizeKb,
    perSecond: of(({ acceptedPerSecond }) => acceptedPerSecond),
    ratio: against(({ acceptedPerSecond }) => acceptedPerSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    p99Ratio: against(({ p99Ms }) => p99Ms),
    serverCores: of(({ serverCores }) => serverCores),
    clientCores: of(({ clientCores }) => clientCores),
    otherCores: of(({ otherCores }) => otherCores),
    failed: runs.reduce((sum, { refused, errors }) => sum + refused + errors, 0),
  };
}

/** The figures as a table. */
export function captureTable(rows: readonly Row[]): string {
  const head = [
    '',
    'KB',
    'req/s',
    'ratio',
    'p50 ms',
    'p99 ms',
    'p99 ratio',
    'server cores',
    'client cores',
    'others',
    'failed',
  ];
  const cells = rows.map((row) => [
    row.name,
    String(row.sizeKb),
    Math.round(row.perSecond).toLocaleString('en'),
    row.ratio.toFixed(2),
    row.p50Ms.toFixed(2),
    row.p99Ms.toFixed(2),
    row.p99Ratio.toFixed(2),
    row.serverCores.toFixed(2),
    row.clientCores.toFixed(2),
    Number.isNaN(row.otherCores) ? '-' : row.otherCores.toFixed(2),
    String(row.failed),
  ]);
  return columns([head, ...cells]);
}

/** What falls short of the aims, one sentence each. */
export function captureShortfalls(rows: readonly Row[]): string[] {
  return rows
    .filter(({ name }) => name === HOOKGLASS.name)
    .flatMap(({ sizeKb, ratio, p99Ratio, failed }) => {
      const floor = FLOORS[sizeKb as keyof typeof FLOORS];
      return [
        ...(ratio < floor ? [`${sizeKb} KB: ${ratio.toFixed(2)} of bare Fastify; at least ${floor} is wanted.`] : []),
        ...(p99Ratio > MOST_P99
          ? [`${sizeKb} KB: p99 is ${p99Ratio.toFixed(2)} times bare Fastify's; at most ${MOST_P99} is wanted.`]
          : []),
        ...(failed > 0 ? [`${sizeKb} KB: ${failed} requests failed.`] : []),
      ];
    });
}
