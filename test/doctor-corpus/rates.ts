import { type DamagedCase, diagnosed } from './case.ts';
import { damagedCases } from './damage.ts';
import { pairedCases } from './pairs.ts';
import { printedCases } from './printed.ts';

/** Prints how often the right cause is named, by kind: `node test/doctor-corpus/rates.ts [PATTERN]`. */
const pattern = new RegExp(process.argv[2] ?? '.');
const verbose = process.argv.includes('-v');
const sets: Record<string, () => readonly DamagedCase[]> = {
  printed: printedCases,
  damaged: damagedCases,
  paired: pairedCases,
};
for (const [set, make] of Object.entries(sets)) {
  const rows = new Map<string, { n: number; named: number; none: string[]; other: string[] }>();
  const times: number[] = [];
  const every = Number(process.env['EVERY'] ?? 1);
  let nth = 0;
  for (const one of make()) {
    if (!pattern.test(`${set} ${one.kind}`) || nth++ % every !== 0) continue;
    const began = process.cpuUsage();
    const { code, proof } = diagnosed(one);
    const used = process.cpuUsage(began);
    times.push((used.user + used.system) / 1000);
    const row = rows.get(one.kind) ?? { n: 0, named: 0, none: [], other: [] };
    rows.set(one.kind, row);
    row.n++;
    if (code !== null && one.causes.includes(code)) row.named++;
    else if (code === null) row.none.push(one.name);
    else row.other.push(`${one.name}: ${code} (${proof})`);
  }
  times.sort((a, b) => a - b);
  let [n, named, other] = [0, 0, 0];
  for (const [kind, row] of rows) {
    n += row.n;
    named += row.named;
    other += row.other.length;
    if (row.named < row.n || verbose)
      console.log(
        `${kind.padEnd(40)} ${row.n} ${row.named}  none: ${row.none.join(', ')}${row.other.length > 0 ? `\n      OTHER: ${row.other.join('\n             ')}` : ''}`,
      );
  }
  if (n > 0)
    console.log(
      `== ${set}: ${n}, named ${named} (${((100 * named) / n).toFixed(1)} %), other ${other}; p50 ${times[Math.floor(n / 2)]?.toFixed(1)} p99 ${times[Math.floor(n * 0.99)]?.toFixed(1)} max ${times.at(-1)?.toFixed(1)}`,
    );
}
