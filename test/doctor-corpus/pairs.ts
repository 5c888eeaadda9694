import type { DiagnosisCode } from '../../server/doctor/codes.ts';
import { JSON_BODIES } from './bodies.ts';
import { type DamagedCase, type Genuine, genuine, withBody } from './case.ts';
import { type Kind, RESERIALIZED, text } from './damage/kind.ts';
import { isValid, KINDS, SAMPLE } from './damage.ts';
import { JSON_PROVIDERS } from './printed.ts';

/** Two kinds of damage at once. */
export function pairedCases(): readonly DamagedCase[] {
  const find = (name: string): Kind => KINDS.find(({ kind }) => kind === name)!;
  const cases: DamagedCase[] = [];
  const inner = ['reprint compact', 'reprint 2', 'reprint python'];
  const reprint: Record<string, (value: unknown) => string> = {
    'reprint compact': (v) => JSON.stringify(v),
    'reprint 2': (v) => JSON.stringify(v, null, 2),
    'reprint python': (v) =>
      JSON.stringify(v, null, 1)
        .replace(/\n\s*/g, ' ')
        .replace(/([{[]) /g, '$1')
        .replace(/ ([}\]])/g, '$1'),
  };
  const outer = [
    'newline added',
    'BOM added',
    'NUL at the end',
    'gzip, header lost',
    'gzip, header kept',
    'base64',
    'encodeURIComponent',
    'payload= field',
    'Lambda proxy event',
    'Pub/Sub push',
    'secret double quoted',
    'secret with newline',
    'secret base64 again',
    'secret pasted twice',
    'secret with Bearer',
    'signature upper-case',
    'signature without prefix',
    'signature quoted',
    'signature header with _',
    'timestamp as ISO',
    'timestamp in ms',
    'latin1 read twice',
    'express-validator escape',
    'http for https',
    'localhost',
    'signature base64 for hex',
  ];
  const others: readonly (readonly [string, string])[] = [
    ['secret double quoted', 'newline added'],
    ['secret with newline', 'unix2dos'],
    ['secret base64 again', 'base64'],
    ['signature without prefix', 'newline added'],
    ['signature quoted', 'secret with newline'],
    ['secret double quoted', 'signature upper-case'],
    ['secret double quoted', 'timestamp as ISO'],
    ['gzip, header lost', 'secret with newline'],
    ['Lambda proxy event, base64', 'secret double quoted'],
    ['unix2dos', 'BOM added'],
    ['newline added', 'latin1 read twice'],
    ['base64', 'gzip, header lost'],
    ['payload= field', 'base64'],
    ['http for https', 'secret with newline'],
    ['http for https', 'slash at the end'],
    ['port added', 'newline added'],
    ['signature header with _', 'secret double quoted'],
    ['secret double quoted', 'secret with newline'],
    ['secret base64 again', 'secret double quoted'],
    ['secret with variable', 'newline added'],
  ];
  let turn = 0;
  const add = (
    kind: string,
    kinds: readonly Kind[],
    start: (of: Genuine) => Genuine | null,
    causes: readonly DiagnosisCode[],
  ): void => {
    const restricted = kinds.find(({ at }) => at !== undefined)?.at ?? JSON_PROVIDERS;
    for (let round = 0, made = 0; made < 4 && round < 40; round++) {
      turn++;
      const id = restricted[(turn * 5) % restricted.length]!;
      if (['twilio', 'mandrill', 'plivo', 'slack', 'trello'].includes(id)) continue;
      const name = SAMPLE[turn % SAMPLE.length]!;
      let of: Genuine | null = start(genuine(id, JSON_BODIES[name]!));
      for (const each of kinds) of = of === null ? null : each.damage(of);
      if (of === null || isValid(of)) continue;
      made++;
      cases.push({ ...of, kind, name: `${name} at ${id}`, causes });
    }
  };
  for (const name of outer)
    for (const how of inner)
      add(
        `${how} + ${name}`,
        [find(name)],
        (of) => {
          const printed = reprint[how]!(JSON.parse(text(of)));
          return printed === text(of) ? null : withBody(of, printed);
        },
        [...find(name).causes, ...RESERIALIZED, 'body-unicode-escaped'],
      );
  for (const [a, b] of others)
    add(`${a} + ${b}`, [find(a), find(b)], (of) => of, [...find(a).causes, ...find(b).causes]);
  return cases;
}
