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

function* variants(text: string): Generator<BodyVariant> {
  if (!/[\r\n]/.test(text)) return;
  const lf = text.replace(/\r\n?/g, '\n');
  const crlf = lf.replaceAll('\n', '\r\n');
  for (const [body, how] of [
    [lf, 'The body with LF line endings'],
    [crlf, 'The body with CRLF line endings'],
    [`${lf.replace(/\n+$/, '')}\n`, 'The body with LF line endings and one at its end'],
    [`${crlf.replace(/(\r\n)+$/, '')}\r\n`, 'The body with CRLF line endings and one at its end'],
    [lf.replace(/\n+$/, ''), 'The body with LF line endings and none at its end'],
    [crlf.replace(/(\r\n)+$/, ''), 'The body with CRLF line endings and none at its end'],
    [lf.replaceAll('\n', ''), 'The body without its line endings'],
  ] as const) {
    yield { body: latin1(body), how };
  }
}
