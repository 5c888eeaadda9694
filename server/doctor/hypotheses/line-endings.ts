import { byteText, latin1 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** CRLF and LF converted into each other, or lost altogether: text mode, Git, `curl -d @file`. */
export const lineEndings: Hypothesis = {
  code: 'line-endings-changed',
  tried: 'The body with its line endings converted between CRLF and LF.',
  on: 'body',
  find: (of) => firstBody(of, 'line-endings-changed', variants(byteText(of.request.body))),
};

/** The look-behinds let a run of line endings be read once, not from each of its places. */
const LAST_LF = /(?<!\n)\n+$/;
const LAST_CRLF = /(?<!\r\n)(\r\n)+$/;

function* variants(text: string): Generator<BodyVariant> {
  if (!/[\r\n]/.test(text)) return;
  const lf = text.replace(/\r\n?/g, '\n');
  const crlf = lf.replaceAll('\n', '\r\n');
  for (const [body, how] of [
    [lf, 'The body with LF line endings'],
    [crlf, 'The body with CRLF line endings'],
    [`${lf.replace(LAST_LF, '')}\n`, 'The body with LF line endings and one at its end'],
    [`${crlf.replace(LAST_CRLF, '')}\r\n`, 'The body with CRLF line endings and one at its end'],
    [lf.replace(LAST_LF, ''), 'The body with LF line endings and none at its end'],
    [crlf.replace(LAST_CRLF, ''), 'The body with CRLF line endings and none at its end'],
    [lf.replaceAll('\n', ''), 'The body without its line endings'],
  ] as const) {
    yield { body: latin1(body), how };
  }
}
