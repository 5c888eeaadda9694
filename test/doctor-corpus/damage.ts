import { FORM_BODIES, JSON_BODIES } from './bodies.ts';
import { type DamagedCase, type Genuine, genuine } from './case.ts';
import { BYTE_KINDS } from './damage/byte-kinds.ts';
import type { Kind } from './damage/kind.ts';
import { SECRET_KINDS } from './damage/secret-kinds.ts';
import { SIGNATURE_KINDS } from './damage/signature-kinds.ts';
import { TEXT_KINDS } from './damage/text-kinds.ts';
import { TIME_KINDS } from './damage/time-kinds.ts';
import { URL_KINDS } from './damage/url-kinds.ts';
import { WRAPPED_KINDS } from './damage/wrapped-kinds.ts';
import { JSON_PROVIDERS } from './printed.ts';

/** Every kind of damage. */
export const KINDS: readonly Kind[] = [
  ...BYTE_KINDS,
  ...WRAPPED_KINDS,
  ...TEXT_KINDS,
  ...SECRET_KINDS,
  ...SIGNATURE_KINDS,
  ...TIME_KINDS,
  ...URL_KINDS,
];

/** Bodies that damage is tried on, in turn. */
export const SAMPLE = ['js', 'pretty', 'python', 'php', 'go', 'crlf', 'money'] as const;

/** Every kind of damage at several providers with several bodies. */
export function damagedCases(): readonly DamagedCase[] {
  const cases: DamagedCase[] = [];
  let turn = 0;
  for (const kind of KINDS) {
    const providers = kind.at ?? JSON_PROVIDERS;
    const count = kind.at === undefined ? 9 : Math.min(8, providers.length);
    for (let round = 0, made = 0; made < count && round < 40; round++) {
      turn++;
      const id = providers[(turn * 7) % providers.length]!;
      const name = SAMPLE[turn % SAMPLE.length]!;
      const form = id === 'twilio' || id === 'mandrill' || id === 'plivo';
      const of = form
        ? genuine(id, FORM_BODIES['javaForm']!, { type: 'application/x-www-form-urlencoded' })
        : genuine(id, JSON_BODIES[name]!);
      const damaged = kind.damage(of);
      if (damaged === null || isValid(damaged)) continue;
      made++;
      cases.push({ ...damaged, kind: kind.kind, name: `${name} at ${id}`, causes: kind.causes });
    }
  }
  return cases;
}

export const isValid = (of: Genuine): boolean =>
  of.provider.signature?.check(of.request, of.credential, of.request.arrivedAtMs).kind === 'valid';
