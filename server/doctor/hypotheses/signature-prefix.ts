import type { HeaderLine } from '../../contract/header.ts';
import { textDifference } from '../difference.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { ownLines } from '../own-lines.ts';
import { withLine } from '../request-changes.ts';
import { bareSignature } from '../signature-text.ts';
import { statedTimestamps } from '../stated.ts';

const PREFIXES = [
  'sha256=',
  'sha1=',
  'sha512=',
  'v1=',
  'v0=',
  'v1,',
  'v1a,',
  'hmac-sha256=',
  'hmac-sha256-hex=',
  'sha1hash=',
  'HMAC ',
  'Bearer ',
  'Basic ',
  'sha256 ',
  'h1=',
  's=',
  'd=',
];

/** The signature without what must stand before it, with something else before it, or without its `t=`. */
export const signaturePrefix: Hypothesis = {
  code: 'missing-prefix',
  tried: `The signature as the provider writes it, with the usual prefixes before it (${PREFIXES.slice(0, 6).join(' ')} …) and with none.`,
  on: 'signature',
  find: (of) => {
    const own = ownLines(of);
    const times = statedTimestamps(of).filter((time) => /^\d{9,17}$/.test(time));
    for (const [at, [name, value]] of of.request.headers.entries()) {
      if (!of.received.includes(value) && of.evidence?.received !== value) continue;
      const bare = value.replace(/^(?:[A-Za-z][\w-]{0,16}[=,](?=[^=])|HMAC |Bearer |Basic |sha256 )+/, '');
      const timed = times.flatMap((ts) => [
        `t=${ts},v1=${bare}`,
        `t=${ts},v0=${bare}`,
        `ts=${ts};h1=${bare}`,
        `t=${ts},s=${bare}`,
      ]);
      const asProvider = ownForms([name, value], own, times);
      for (const changed of [...asProvider, ...PREFIXES.map((prefix) => prefix + bare), bare, ...timed]) {
        if (changed === value || !of.fits(withLine(of.request, at, [name, changed]))) continue;
        const prefix = changed.slice(0, changed.indexOf(bareSignature(changed)));
        return {
          code: 'missing-prefix',
          proof:
            prefix === ''
              ? `${name} fits without anything before the signature.`
              : `${name} fits with \`${prefix}\` before the signature.`,
          difference: textDifference(value, changed),
        };
      }
    }
    return null;
  },
};

const TIME = /\d{9,17}/;

/** The line as the provider itself would write it around this signature and each of these times. */
function ownForms([name, value]: HeaderLine, own: readonly HeaderLine[], times: readonly string[]): readonly string[] {
  const form = own.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
  if (form === undefined) return [];
  const [before = '', after = ''] = form.split(bareSignature(form));
  const around = (time: string): string =>
    before.replace(TIME, time) + bareSignature(value) + after.replace(TIME, time);
  return TIME.test(before + after) ? times.map(around) : [around('')];
}
