import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { columns, median } from './figures.ts';
import { type Installed, layOut } from './installed.ts';
import { childSeconds } from './process-seconds.ts';
import { freePort, type Served, seed, serveOnce } from './start-serve.ts';

/** Median times of a start, and the medians of their ratios to what is bare in the same round. Milliseconds. */
export interface StartFigures {
  readonly name: string;
  readonly wallMs: number;
  readonly processorMs: number;
  readonly wallRatio: number;
  readonly processorRatio: number;
  /** The most that the ratio may be; null: this is what the others are compared with. */
  readonly aim: number | null;
}

interface Started {
  readonly wallMs: number;
  readonly processorMs: number;
}

interface Contestant {
  readonly name: string;
  readonly aim: number | null;
  start(): Started | Promise<Started>;
}

/** Short runs are measured several at a time: the system counts processor time in steps of 10 ms. */
const RUNS_A_SAMPLE = 4;

/**
 * Measure what starts cost, of the installed layout and against the least that could do it: `serve` against a bare server until the
 * first delivery is kept, commands against a Node that does nothing. Rounds are interleaved; the first fills the caches and is not counted.
 */
export async function benchStart(
  { rounds }: { readonly rounds: number },
  tell: (line: string) => void,
): Promise<StartFigures[]> {
  const installed = layOut();
  try {
    tell('Keeping 50 deliveries …');
    const served = await seed(installed);
    const groups = [serving(served), commands(installed)];
    const figures: StartFigures[] = [];
    for (const group of groups) figures.push(...(await compare(group, rounds, tell)));
    return figures;
  } finally {
    installed.remove();
  }
}

function serving(served: Served): readonly Contestant[] {
  const bare = fileURLToPath(new URL('servers/bare-start.mjs', import.meta.url));
  const { installed, slug } = served;
  const run = async (words: (port: number) => readonly string[]): Promise<Started> => {
    const port = await freePort();
    return serveOnce(words(port), installed.env, `http://127.0.0.1:${port}/e/${slug}`);
  };
  return [
    {
      name: 'two Fastify and SQLite, to the first delivery',
      aim: null,
      start: () => run((port) => [bare, join(installed.dataDir, '..', 'bare.db'), String(port), slug]),
    },
    {
      name: 'hookglass serve, to the first delivery',
      aim: 2.5,
      start: () => run((port) => served.words(port)),
    },
  ];
}

function commands({ command, dataDir, env }: Installed): readonly Contestant[] {
  const run = (words: readonly string[], code = 0): Started => {
    const before = childSeconds();
    const from = performance.now();
    for (let at = 0; at < RUNS_A_SAMPLE; at++) {
      const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
      if (status !== code) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
    }
    const wallMs = (performance.now() - from) / RUNS_A_SAMPLE;
    return { wallMs, processorMs: ((childSeconds() - before) * 1_000) / RUNS_A_SAMPLE };
  };
  const quick = (words: readonly string[], code = 0): Contestant => ({
    name: `hookglass ${words.join(' ')}`,
    aim: 3,
    start: () => run([command, ...words], code),
  });
  const reading = (...words: readonly string[]): Contestant => ({
    name: `hookglass ${words.join(' ')}`,
    aim: 5,
    start: () => run([command, ...words, '--data', dataDir]),
  });
  return [
    { name: 'node -e 0', aim: null, start: () => run(['-e', '0']) },
    quick(['--version']),
    quick(['--help']),
    quick(['deliveries', 'nothing'], 2),
    reading('deliveries', 'list'),
    reading('deliveries', 'list', '--query', 'order'),
    reading('deliveries', 'show', '1'),
    reading('endpoints', 'list'),
  ];
}

async function compare(
  contestants: readonly Contestant[],
  rounds: number,
  tell: (line: string) => void,
): Promise<StartFigures[]> {
  const rows: Started[][] = [];
  for (let round = 0; round <= rounds; round++) {
    const row: Started[] = [];
    for (const contestant of contestants) row.push(await contestant.start());
    if (round === 0) continue;
    rows.push(row);
    tell(`round ${round}: ${row.map(({ wallMs }) => Math.round(wallMs)).join(', ')} ms`);
  }
  return contestants.map(({ name, aim }, at) => {
    const of = (pick: (started: Started, bare: Started) => number): number =>
      median(rows.map((row) => pick(row[at] as Started, row[0] as Started)));
    return {
      name,
      aim,
      wallMs: of(({ wallMs }) => wallMs),
      processorMs: of(({ processorMs }) => processorMs),
      wallRatio: of((own, bare) => own.wallMs / bare.wallMs),
      processorRatio: of((own, bare) => own.processorMs / bare.processorMs),
    };
  });
}

/** The figures as a table. */
export function startTable(figures: readonly StartFigures[]): string {
  return columns([
    ['', 'wall ms', 'processor ms', 'wall ratio', 'processor ratio', 'aim'],
    ...figures.map(({ name, wallMs, processorMs, wallRatio, processorRatio, aim }) => [
      name,
      wallMs.toFixed(0),
      processorMs.toFixed(0),
      wallRatio.toFixed(2),
      processorRatio.toFixed(2),
      aim === null ? '' : `≤ ${aim}`,
    ]),
  ]);
}

/** What falls short of the aims, one sentence each: by processor time, or by the clock where the system does not tell it. */
export function startShortfalls(figures: readonly StartFigures[]): string[] {
  return figures.flatMap(({ name, wallRatio, processorRatio, aim }) => {
    const ratio = Number.isNaN(processorRatio) ? wallRatio : processorRatio;
    if (aim === null || ratio <= aim) return [];
    return [`${name} takes ${ratio.toFixed(2)} times what is bare; at most ${aim} is wanted.`];
  });
}
