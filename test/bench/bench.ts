import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCapture, captureShortfalls, captureTable } from './capture.ts';
import { benchJudging, judgingShortfalls, judgingTable } from './judging.ts';
import { benchPage, pageTable } from './page.ts';
import { benchStart, startShortfalls, startTable } from './start.ts';
import { benchTunnel, tunnelTable } from './tunnel.ts';

// npm run bench [-- start capture tunnel judging page] [--quick] [--rounds N] [--seconds S] [--quiet-wait S] [--no-assert] [--json]:
// what is named is measured, all of it when nothing is. Exit code 1 below the aims, 2 for words that are none of these.
interface Measured {
  readonly rows: unknown;
  readonly table: string;
  readonly shortfalls: readonly string[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    'quiet-wait': { type: 'string' },
    'no-assert': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const tell = (line: string): void => console.error(line);
const pick = (word: string | undefined, quick: number, whole: number): number =>
  Number(word ?? (values.quick ? quick : whole));

async function capture(): Promise<Measured> {
  const options = {
    rounds: pick(values.rounds, 2, 5),
    seconds: pick(values.seconds, 1.5, 5),
    warmUpSeconds: values.quick ? 0.5 : 1.5,
    connections: 50,
    quietWaitSeconds: pick(values['quiet-wait'], 0, 10),
  };
  const rows = await benchCapture(options, tell);
  const table = `${captureTable(rows)}\n\nRatios are to bare Fastify in the same round.`;
  return { rows, table, shortfalls: captureShortfalls(rows) };
}

async function tunnel(): Promise<Measured> {
  const options = {
    rounds: pick(values.rounds, 2, 5),
    seconds: pick(values.seconds, 1.5, 4),
    warmUpSeconds: 1,
    connections: 20,
  };
  const rows = await benchTunnel(options, tell);
  return { rows, table: tunnelTable(rows), shortfalls: [] };
}

async function judging(): Promise<Measured> {
  const options = {
    rows: values.quick ? 20_000 : 100_000,
    rounds: pick(values.rounds, 2, 6),
    seconds: pick(values.seconds, 2, 4),
    capturesPerSecond: 300,
  };
  const rows = await benchJudging(options, tell);
  return { rows, table: judgingTable(rows), shortfalls: judgingShortfalls(rows) };
}

async function start(): Promise<Measured> {
  const rows = await benchStart({ rounds: pick(values.rounds, 3, 7) }, tell);
  const table = `${startTable(rows)}\n\nRatios are to the bare one above, in the same round.`;
  return { rows, table, shortfalls: startShortfalls(rows) };
}

async function page(): Promise<Measured> {
  const rows = await benchPage({ rounds: pick(values.rounds, 3, 9) }, tell);
  const table = `${pageTable(rows)}\n\nRatios are to the bare page in the same round.`;
  return { rows, table, shortfalls: [] };
}

const ALL = { start, capture, tunnel, judging, page } as const;
type Name = keyof typeof ALL;
const isName = (word: string): word is Name => Object.hasOwn(ALL, word);

const unknown = positionals.filter((word) => !isName(word));
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. Name one or more of: ${Object.keys(ALL).join(', ')}.`);
  process.exit(2);
}
const named = positionals.filter(isName);
const measured = new Map<Name, Measured>();
for (const name of named.length > 0 ? named : (Object.keys(ALL) as Name[])) measured.set(name, await ALL[name]());

if (values.json) console.log(JSON.stringify(Object.fromEntries([...measured].map(([name, { rows }]) => [name, rows]))));
else {
  console.log(`\n${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, Node ${process.version}`);
  for (const [name, { table }] of measured) console.log(`\n${name}\n${table}`);
  console.log('\nWhat limits these figures is told in docs/bench.md.');
}
const shortfalls = [...measured.values()].flatMap((one) => one.shortfalls);
for (const sentence of shortfalls) console.error(sentence);
if (!values['no-assert'] && shortfalls.length > 0) process.exitCode = 1;
