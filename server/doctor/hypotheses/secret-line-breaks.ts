import type { Hypothesis } from '../hypothesis.ts';
import { firstSecret } from './secret-variants.ts';

/** A PEM whose line breaks were lost, written as \n, or whose frame is missing. */
export const secretLineBreaks: Hypothesis = {
  code: 'secret-line-breaks',
  tried: 'The key with its line breaks and its BEGIN and END lines restored.',
  on: 'secret',
  find: (of) => firstSecret(of, 'secret-line-breaks', variants),
};

function* variants(value: string) {
  const real = value
    .replace(/\\r|\r/g, '')
    .replaceAll('\\n', '\n')
    .replace(/^"|"$/g, '');
  yield { value: real, how: 'with \\n turned into line breaks' };
  const framed = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/.exec(real);
  const body = (framed?.[2] ?? real).replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]{40,}={0,2}$/.test(body)) return;
  for (const label of framed?.[1] === undefined ? ['PUBLIC KEY', 'RSA PUBLIC KEY', 'CERTIFICATE'] : [framed[1]]) {
    const lines = body.match(/.{1,64}/g) ?? [];
    yield {
      value: `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`,
      how: 'with its line breaks restored',
    };
  }
}
