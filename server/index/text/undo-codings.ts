import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { undoZstd } from '../../body/undo-zstd.ts';
import { isReadable } from '../../contract/reading/charset-sniff.ts';
import { type Coding, codingOf, contentCodings, sniffCoding } from '../../contract/reading/codings/coding-names.ts';
import { gunzip } from '../../contract/reading/codings/gunzip.ts';
import { isZlib, undeflate } from '../../contract/reading/codings/undeflate.ts';

const MOST_CODINGS = 4;
/** Shorter and shorter beginnings that are tried of a stream that is broken or too long. */
const MOST_TRIES = 14;
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
const ZSTD = { finishFlush: constants.ZSTD_e_flush };

/**
 * The beginning of a body, about `maxBytes`, with its content codings undone as the window does it: last applied first (RFC 9110,
 * 8.4), and the bytes believed more than the header. `values` are those of its Content-Encoding lines; under a type of text what
 * visibly is compressed is undone without them. A stream that breaks off gives what came before.
 */
export function undoCodings(
  body: Uint8Array,
  values: readonly string[],
  announcesText: boolean,
  maxBytes: number,
): Uint8Array {
  let now = body;
  let steps = 0;
  const undo = (coding: Coding | null): boolean => {
    const undone = coding === null ? null : undoOne(coding, now, maxBytes);
    if (undone === null) return false;
    now = undone;
    steps++;
    return true;
  };
  const left = [...contentCodings(values)].reverse();
  while (left.length > 0 && steps < MOST_CODINGS) {
    const at = left.findIndex((name) => undo(codingOf(name)));
    const shown = sniffCoding(now) ?? (at < 0 ? guess(now, left, maxBytes) : null);
    if (at < 0 && (left.some((name) => codingOf(name) === shown) || !undo(shown))) break;
    left.splice(Math.max(at, 0), 1);
  }
  if (announcesText && steps === 0 && sniffCoding(now) === null) undo(guess(now, [], maxBytes));
  while (announcesText && steps < MOST_CODINGS && undo(sniffCoding(now)));
  return now;
}

/** Of fewer bytes nothing is guessed. */
const SHORTEST_GUESS_BYTES = 8;

/** deflate and brotli have no mark: bytes that are no text are in one of them if it makes a whole text of them. */
function guess(bytes: Uint8Array, named: readonly string[], maxBytes: number): Coding | null {
  const known = named.map(codingOf);
  if (bytes.length < SHORTEST_GUESS_BYTES || isReadable(bytes)) return null;
  if (named.length > 0 && known.every((coding) => coding === null)) return null;
  const inflated = known.includes('deflate') ? null : undeflate(bytes, maxBytes + 1);
  const fits = inflated !== null && inflated.end !== 'broken' && inflated.notes.length === 0;
  if (fits && inflated.bytes.length > 0 && isReadable(inflated.bytes)) return 'deflate';
  const other = known.includes('br') ? null : undoOne('br', bytes, maxBytes);
  return other !== null && isReadable(other) ? 'br' : null;
}

/** null: the bytes are not in this coding. */
function undoOne(coding: Coding, bytes: Uint8Array, maxBytes: number): Uint8Array | null {
  const shown = sniffCoding(bytes);
  if (bytes.length === 0 || (shown !== null && shown !== coding)) return null;
  const most = maxBytes * 2;
  switch (coding) {
    case 'gzip':
      return shown === null
        ? null
        : (attempt(() => gunzipSync(bytes, { maxOutputLength: most })) ?? gunzip(bytes, maxBytes + 1)?.bytes ?? null);
    case 'deflate': {
      if (isReadable(bytes)) return null;
      const inflate = isZlib(bytes) ? inflateSync : inflateRawSync;
      return attempt(() => inflate(bytes, { maxOutputLength: most })) ?? undeflate(bytes, maxBytes + 1)?.bytes ?? null;
    }
    case 'br':
      return isReadable(bytes)
        ? null
        : asFarAsItGoes((part) => brotliDecompressSync(part, { ...BROTLI, maxOutputLength: most }), bytes, maxBytes);
    case 'zstd':
      return shown === null
        ? null
        : asFarAsItGoes((part) => undoZstd(part, { ...ZSTD, maxOutputLength: most }), bytes, maxBytes);
  }
}

/** What a broken or a very long stream gives: node:zlib has no call that returns what it had when it stopped. */
function asFarAsItGoes(
  undo: (bytes: Uint8Array) => Uint8Array,
  bytes: Uint8Array,
  maxBytes: number,
): Uint8Array | null {
  let best = attempt(() => undo(bytes));
  if (best !== null) return best.length > 0 ? best : null;
  let good = 0;
  let bad = bytes.length;
  for (let tries = 0; tries < MOST_TRIES && bad - good > 1 && (best?.length ?? 0) < maxBytes; tries++) {
    const middle = (good + bad) >> 1;
    const part = attempt(() => undo(bytes.subarray(0, middle)));
    if (part === null) bad = middle;
    else {
      best = part;
      good = middle;
    }
  }
  return best === null || best.length === 0 ? null : best;
}

function attempt(undo: () => Uint8Array): Uint8Array | null {
  try {
    return undo();
  } catch {
    return null;
  }
}
