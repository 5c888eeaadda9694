import { concat, textOf } from '../bytes.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';

/**
 * The sender announced fewer bytes than it sent, because it counted characters, and what was over followed the body on its connection.
 * `string.length` counts UTF-16 units, other languages count code points. Proven where the signature fits both together.
 */
export const lengthInCharacters: Hypothesis = {
  code: 'content-length-counts-characters',
  tried: 'The body with the bytes that followed it, where Content-Length is the number of their characters.',
  on: 'body',
  find: (of) => {
    const whole = wholeBody(of);
    const text = whole === null ? null : textOf(whole);
    const size = of.request.body.byteLength;
    if (whole === null || text === null || (text.length !== size && [...text].length !== size)) return null;
    if (!of.fits({ ...of.request, body: whole })) return null;
    const proof = `The signature fits the ${whole.byteLength} bytes that were sent, which are the ${size} characters announced.`;
    return { code: 'content-length-counts-characters', proof };
  },
};

/** The same for any other wrong count. */
export const lengthTooShort: Hypothesis = {
  code: 'content-length-short',
  tried: 'The body with the bytes that followed it on its connection.',
  on: 'body',
  find: (of) => {
    const whole = wholeBody(of);
    if (whole === null || !of.fits({ ...of.request, body: whole })) return null;
    const proof = `The signature fits the ${whole.byteLength} bytes that were sent; ${of.request.body.byteLength} were announced.`;
    return { code: 'content-length-short', proof };
  },
};

function wholeBody({ request: { body, surplus } }: Case): Uint8Array | null {
  return surplus === undefined || surplus.byteLength === 0 ? null : concat(body, surplus);
}
