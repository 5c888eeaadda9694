import { textDifference } from '../difference.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { withLine } from '../request-changes.ts';
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
  tried: `The signature with the usual prefixes before it (${PREFIXES.slice(0, 6).join(' ')} …) and with none.`,
  on: 'signature',
  find: (of) => {
    for (const [at, [name, value]] of of.request.headers.entries()) {
      if (!of.received.includes(value) && of.evidence?.received !== value) continue;
      const bare = value.replace(/^(?:[A-Za-z][\w-]{0,16}[=,]|HMAC |Bearer |Basic |sha256 )+/, '');
      const timed = statedTimestamps(of).flatMap((ts) => [
        `t=${ts},v1=${bare}`,
        `t=${ts},v0=${bare}`,
        `ts=${ts};h1=${bare}`,
        `t=${ts},s=${bare}`,
      ]);
      for (const changed of [...PREFIXES.map((prefix) => prefix + bare), bare, ...timed]) {
        if (changed === value || !of.fits(withLine(of.request, at, [name, changed]))) continue;
        const prefix = changed.slice(0, changed.length - bare.length);
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
