import { byteText, concat, startsWith, textOf, utf8 } from '../bytes.ts';
import { decode, encode, MULTI_BYTE, SINGLE_BYTE } from '../charsets.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { all, type BodyVariant, firstBody } from './body-variants.ts';

/** The text decoded in one character set and encoded in another, once or twice. */
export const charset: Hypothesis = {
  code: 'body-charset-changed',
  tried:
    'The body in UTF-8, UTF-16, UTF-32, CESU-8, Latin-1, Windows-1252 and other character sets, and decoded twice.',
  on: 'body',
  costly: true,
  find: (of) => firstBody(of, 'body-charset-changed', all(recoded(of.request.body), narrowed(of.request.body))),
};

/** Bodies that show by themselves that another character set was at work, put right. */
export function* recoded(body: Uint8Array): Generator<BodyVariant> {
  if (body.byteLength > 1_048_576) return;
  yield* fromWide(body);
  const text = textOf(body);
  if (text === null) {
    for (const name of [...SINGLE_BYTE, ...MULTI_BYTE]) {
      const read = decode(name, body);
      if (read !== null) yield { body: utf8(read), how: `The body read as ${name} and written as UTF-8` };
    }
    yield {
      body: utf8(fromCesu(byteText(body))),
      how: 'The body with its surrogates of three bytes each joined (CESU-8)',
    };
    return;
  }
  if (/^[\x00-\x7f]*$/.test(text)) return;
  for (const name of SINGLE_BYTE) {
    const once = encode(name, text);
    if (once === null) continue;
    yield { body: once, how: `The body as UTF-8 that was read as ${name}` };
    const again = textOf(once);
    const twice = again === null ? null : encode(name, again);
    if (twice !== null) yield { body: twice, how: `The body as UTF-8 that was read as ${name} twice` };
  }
}

/** A text in UTF-8 that was signed in another form. */
function* narrowed(body: Uint8Array): Generator<BodyVariant> {
  const text = textOf(body);
  if (text === null || body.byteLength > 1_048_576) return;
  if (/[^\x00-\x7f]/.test(text)) {
    yield { body: utf8(byteText(body)), how: 'The body with every byte written as a character of its own' };
    yield { body: utf8(decode('windows-1252', body) ?? ''), how: 'The body read as windows-1252 and written as UTF-8' };
    for (const form of ['NFC', 'NFD'] as const)
      yield { body: utf8(text.normalize(form)), how: `The body in ${form} form` };
  }
  yield { body: Buffer.from(text, 'utf16le'), how: 'The body written as UTF-16' };
}

const BOM = '\ufeff';

function* fromWide(body: Uint8Array): Generator<BodyVariant> {
  const read = wide(body);
  if (read === null) return;
  const bare = read.text.startsWith(BOM) ? read.text.slice(1) : read.text;
  yield { body: utf8(bare), how: `The body read as ${read.name} and written as UTF-8` };
  yield {
    body: concat(utf8(read.text)),
    how: `The body read as ${read.name} and written as UTF-8 with its byte order mark`,
  };
  // PowerShell's `>` writes UTF-16 and ends each line in CRLF, the last one too.
  const lines = bare.replaceAll('\r\n', '\n');
  for (const text of [bare.replace(/\r?\n$/, ''), lines, lines.replace(/\n$/, '')])
    if (text !== bare)
      yield { body: utf8(text), how: `The body read as ${read.name} and written as UTF-8 with other line ends` };
}

/** Every second byte of ASCII text in UTF-16 is zero, and three of four in UTF-32. */
function wide(body: Uint8Array): { readonly name: string; readonly text: string } | null {
  const at = (from: number): readonly number[] => [...body.subarray(from, from + 4)];
  const first = startsWith(body, [0, 0, 0xfe, 0xff]) || startsWith(body, [0xff, 0xfe, 0, 0]) ? at(4) : at(0);
  if (body.byteLength % 4 === 0 && first[1] === 0 && first[2] === 0 && (first[0] === 0) !== (first[3] === 0))
    return { name: 'UTF-32', text: fromUtf32(body, first[0] === 0) };
  const little = startsWith(body, [0xff, 0xfe]) || (body[1] === 0 && body[0] !== 0);
  const big = startsWith(body, [0xfe, 0xff]) || (body[0] === 0 && body[1] !== 0);
  if (body.byteLength % 2 !== 0 || !(little || big)) return null;
  const bytes = Buffer.from(body);
  return { name: 'UTF-16', text: (big ? bytes.swap16() : bytes).toString('utf16le') };
}

function fromUtf32(body: Uint8Array, isBig: boolean): string {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const chars: string[] = [];
  for (let at = 0; at < body.byteLength; at += 4) {
    const code = view.getUint32(at, !isBig);
    chars.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return chars.join('');
}

/** ED A0–AF xx ED B0–BF xx, one character a byte, as the character beyond the BMP that it stands for (Unicode TR 26). */
const CESU = /\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g;

function fromCesu(bytes: string): string {
  const joined = bytes.replace(CESU, (_, ...parts: readonly string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map((part) => part.charCodeAt(0) & 0x3f);
    return byteText(utf8(String.fromCharCode(0xd000 | (a << 6) | b, 0xd000 | (c << 6) | d)));
  });
  return textOf(Buffer.from(joined, 'latin1')) ?? '';
}
