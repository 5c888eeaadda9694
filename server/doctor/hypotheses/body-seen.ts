import { createHash } from 'node:crypto';
import { header } from '../../contract/header.ts';
import { textOf } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { openBrackets } from '../json-prefix.ts';
import { base64Bytes } from '../signature-text.ts';

/** Nothing arrived, though something was signed. */
export const bodyEmpty: Hypothesis = {
  code: 'body-empty',
  tried: 'Whether the body is empty.',
  on: 'body',
  find: ({ request }) => {
    const expectsBody = request.method !== 'GET' && request.method !== 'HEAD';
    return request.body.byteLength === 0 && expectsBody ? { code: 'body-empty', proof: 'The body has 0 bytes.' } : null;
  },
};

/** JSON that stops in the middle, or fewer bytes than announced. */
export const bodyTruncated: Hypothesis = {
  code: 'body-truncated',
  tried: 'Whether the body stops in the middle of its JSON, or before its announced length.',
  on: 'body',
  find: ({ request }) => {
    const size = request.body.byteLength;
    const declared = Number(header(request.headers, 'content-length') ?? Number.NaN);
    if (declared > size && size > 0) {
      return { code: 'body-truncated', proof: `${declared} bytes were announced, ${size} arrived.` };
    }
    const open = openBrackets(textOf(request.body) ?? '');
    return open > 0
      ? {
          code: 'body-truncated',
          proof: `The JSON stops after ${size} bytes with ${open} ${open === 1 ? 'bracket' : 'brackets'} still open.`,
        }
      : null;
  },
};

/** Characters that a decoder put in place of bytes it could not read: what was there is lost. */
export const bodyReplaced: Hypothesis = {
  code: 'body-charset-changed',
  tried: 'Whether the body holds replacement characters (U+FFFD), which a decoder leaves behind.',
  on: 'body',
  find: ({ request }) => {
    const at = Buffer.from(request.body).indexOf(Buffer.from([0xef, 0xbf, 0xbd]));
    return at < 0
      ? null
      : {
          code: 'body-charset-changed',
          proof: `A replacement character stands at byte ${at}: a decoder could not read what was there.`,
        };
  },
};

/** A digest of the body that the sender put into a header (RFC 9530, RFC 1864) and that the body does not have. */
export const bodyDigest: Hypothesis = {
  code: 'body-changed',
  tried: 'Whether the body has the digest and length that the sender announced.',
  on: 'body',
  find: ({ request }) => {
    for (const [name, hash, claimed] of digests(request.headers)) {
      const bytes = base64Bytes(claimed);
      if (bytes === null) continue;
      const actual = createHash(hash).update(request.body).digest();
      if (actual.byteLength === bytes.byteLength && Buffer.compare(actual, bytes) !== 0) {
        return { code: 'body-changed', proof: `${name} is the ${hash} digest of another body.` };
      }
    }
    return null;
  },
};

function* digests(headers: Parameters<typeof header>[0]): Generator<readonly [string, string, string]> {
  const md5 = header(headers, 'content-md5');
  if (md5 !== undefined) yield ['Content-MD5', 'md5', md5];
  for (const name of ['Content-Digest', 'Digest', 'Repr-Digest']) {
    const value = header(headers, name) ?? '';
    for (const part of value.matchAll(/sha-?(256|512)=:?([A-Za-z0-9+/]+=*):?/gi))
      yield [name, `sha${part[1]}`, part[2] ?? ''];
  }
}
