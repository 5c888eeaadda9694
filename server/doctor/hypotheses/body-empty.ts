import { utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { tokensOf } from '../jwt.ts';

/** What code signs when the body was read before, or never: nothing, or what an empty value prints as. */
const NOTHINGS = ['', '{}', 'undefined', 'null', '[object Object]', 'None'];

/** The sender signed an empty body (or `{}`, `undefined`), because its own body had been read before. */
export const signedNothing: Hypothesis = {
  code: 'body-empty',
  tried: 'Whether the signature was made over an empty body, or over `{}`, `undefined` or `[object Object]`.',
  on: 'body',
  find: (of) => {
    if (tokensOf(of.request).length > 0) return null;
    const signed = NOTHINGS.find((text) => of.fits({ ...of.request, body: utf8(text) }));
    if (signed === undefined || of.request.body.byteLength === 0) return null;
    const what = signed === '' ? 'an empty body' : `\`${signed}\` instead of a body`;
    return {
      code: 'body-empty',
      proof: `The signature was made over ${what}: the sender had not read its body yet, or had read it before. ${of.request.body.byteLength} bytes arrived.`,
    };
  },
};
