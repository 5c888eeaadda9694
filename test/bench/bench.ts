import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchCapture, captureShortfalls, captureTable } from './capture.ts';

// npm run bench [-- --quick] [--rounds N] [--seconds S] [--quiet-wait S] [--no-assert] [--json]: exit code 1 below the aims.
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    'quiet-wait': { type: 'string' },
    'no-assert': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const options = {
  rounds: Number(values.rounds ?? (values.quick ? 2 : 5)),
  seconds: Number(values.seconds ?? (values.quick ? 1.5 : 5)),
  warmUpSeconds: values.quick ? 0.5 : 1.5,
  connections: 50,
  quietWaitSeconds: Number(values['quiet-wait'] ?? (values.quick ? 0 : 10)),
};
const rows = await benchCapture(options, (line) => console.error(line));
if (values.json) console.log(JSON.stringify(rows));
else {
  const [cpu] = cpus();
  console.log(`\n${cpus().length} × ${cpu?.model ?? 'processor'}, Node ${process.version}, ${options.rounds} rounds`);
  console.log(`\n${captureTable(rows)}\n`);
  console.log('Ratios are to bare Fastify in the same round. What limits them is told in docs/bench.md.');
}
const shortfalls = captureShortfalls(rows);
for (const sentence of shortfalls) console.error(sentence);
if (!values['no-assert'] && shortfalls.length > 0) process.exitCode = 1;
