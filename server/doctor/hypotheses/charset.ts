import { byteText, concat, startsWith, textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** The text decoded in one character set and encoded in another, once or twice. */
export const charset: Hypothesis = {
  code: 'body-charset-changed',
  tried: 'The body in UTF-8, Latin-1, Windows-1252, UTF-16, and decoded twice.',
  on: 'body',
  costly: true,
  find: (of) => firstBody(of, 'body-charset-changed', variants(of.request.body)),
};

function* variants(body: Uint8Array): Generator<BodyVariant> {
  const text = textOf(body);
  yield* fromUtf16(body);
  if (text === null) {
    yield { body: utf8(byteText(body)), how: 'The body read as Latin-1 and written as UTF-8' };
    yield { body: utf8(windows(body)), how: 'The body read as Windows-1252 and written as UTF-8' };
    return;
  }
  if (/^[\x00-\x7f]*$/.test(text)) return;
  const narrow = encodeLatin1(text);
  if (narrow !== null) yield { body: narrow, how: 'The body written as Latin-1' };
  const western = encodeWindows(text);
  if (western !== null) yield { body: western, how: 'The body written as Windows-1252' };
  yield { body: utf8(byteText(body)), how: 'The body with every byte written as a character of its own' };
  yield { body: utf8(windows(body)), how: 'The body read as Windows-1252 and written as UTF-8' };
  for (const form of ['NFC', 'NFD'] as const)
    yield { body: utf8(text.normalize(form)), how: `The body in ${form} form` };
  yield { body: Buffer.from(text, 'utf16le'), how: 'The body written as UTF-16' };
}

function* fromUtf16(body: Uint8Array): Generator<BodyVariant> {
  const little = startsWith(body, [0xff, 0xfe]) || (body[1] === 0 && body[0] !== 0);
  const big = startsWith(body, [0xfe, 0xff]) || (body[0] === 0 && body[1] !== 0);
  if (body.byteLength % 2 !== 0 || !(little || big)) return;
  const bytes = Buffer.from(body);
  const text = (big ? bytes.swap16() : bytes).toString('utf16le');
  yield { body: utf8(text.replace(/^\ufeff/, '')), how: 'The body read as UTF-16 and written as UTF-8' };
  yield { body: concat(utf8(text)), how: 'The body read as UTF-16 and written as UTF-8 with its byte order mark' };
}

const windows1252 = new TextDecoder('windows-1252');
const windows = (bytes: Uint8Array): string => windows1252.decode(bytes);

const encodeLatin1 = (text: string): Uint8Array | null =>
  /^[\x00-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : null;

const WINDOWS_BYTES = new Map(Array.from({ length: 256 }, (_, byte) => [windows(Uint8Array.of(byte)), byte] as const));

function encodeWindows(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const byte = WINDOWS_BYTES.get(text[at] ?? '');
    if (byte === undefined) return null;
    bytes[at] = byte;
  }
  return bytes;
}
