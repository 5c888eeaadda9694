import { byteText, latin1, textOf, utf8 } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';
import { treeOf } from '../json-tree.ts';
import { base64Bytes, hexBytes } from '../signature-text.ts';

const MAX_BYTES = 1_048_576;

/** A body that arrived as base64 (RFC 4648, wrapped, unpadded, in quotes, as a data URL), hex, percent escapes or Python's repr. */
export function* decodedTexts(body: Uint8Array): Generator<BodyVariant> {
  if (body.byteLength < 4 || body.byteLength > MAX_BYTES) return;
  const text = byteText(body);
  const bare = text.replace(/^\s*["']?(?:data:[^,]{0,100};base64,)?/, '').replace(/["']?\s*$/, '');
  const once = base64Text(bare);
  if (once !== null) {
    yield { body: once, how: 'The body decoded from base64' };
    const twice = base64Text(byteText(once));
    if (twice !== null) yield { body: twice, how: 'The body decoded from base64 twice' };
  }
  const hex = hexBytes(bare.replace(/\s+/g, '').replace(/^(?:0|\\)x/, ''));
  if (hex !== null) yield { body: hex, how: 'The body decoded from hex' };
  yield* percentDecoded(text);
  if (/\\["']/.test(text) && treeOf(body) === null)
    yield {
      body: latin1(text.replace(/\\(["'\\0])/g, (_, char: string) => (char === '0' ? '\0' : char))),
      how: 'The body without the backslashes that escape its quotes',
    };
  const repr = /^b(['"])([\x20-\x7e]*)\1$/.exec(text.trim())?.[2];
  if (repr !== undefined) yield { body: latin1(unescaped(repr)), how: "The bytes that Python printed as `b'…'`" };
}

/** Bytes of a text that is base64 all through, blanks and line ends aside; null for anything else, and for short words. */
export function base64Text(text: string): Uint8Array | null {
  if (!/^[\w+/=\s-]{8,}$/.test(text)) return null;
  const bare = text.replace(/\s+/g, '');
  return bare.length < 8 ? null : base64Bytes(bare);
}

/** Percent escapes that stand where a body has its brackets, quotes or separators: the whole text was escaped. */
const WHOLLY = /%(?:7B|5B|22|3C|3D|26|20|0A|25)/i;

function* percentDecoded(text: string): Generator<BodyVariant> {
  if (!WHOLLY.test(text) || /["{}<>\s]/.test(text)) return;
  yield { body: latin1(fromPercent(text)), how: 'The body with its percent escapes decoded' };
  if (text.includes('+'))
    yield {
      body: latin1(fromPercent(text.replaceAll('+', ' '))),
      how: 'The body with + and its percent escapes decoded',
    };
}

/** Percent escapes as the bytes that they stand for, one character a byte. */
export const fromPercent = (text: string): string =>
  text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const SIGNS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

/** Backslash escapes of Python and C undone, one character a byte. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-f]{2})|(.))/g, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (SIGNS[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );

/** The same ways the other direction: the sender signed the encoded form, and the decoded one arrived. */
export function* encodedTexts(body: Uint8Array): Generator<BodyVariant> {
  if (body.byteLength === 0 || body.byteLength > 65_536) return;
  yield { body: latin1(Buffer.from(body).toString('base64')), how: 'The body encoded as base64' };
  const text = textOf(body);
  if (text === null) return;
  yield { body: utf8(JSON.stringify(text)), how: 'The body as a JSON string' };
  yield { body: utf8(encodeURIComponent(text)), how: 'The body as encodeURIComponent writes it' };
  for (const name of ['payload', 'data', 'body']) {
    const form = `${name}=${encodeURIComponent(text)}`;
    yield { body: utf8(form), how: `The body as the form field ${name}` };
    yield { body: utf8(form.replaceAll('%20', '+')), how: `The body as the form field ${name}, blanks as +` };
  }
}
