import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { looksBinary } from './looks-binary.ts';

type Undo = (bytes: Uint8Array, maxOutputLength: number) => Uint8Array;

const MOST_CODINGS = 4;
/** Shorter and shorter beginnings that are tried of a stream that is broken or too long. */
const MOST_TRIES = 14;
const ZLIB = { finishFlush: constants.Z_SYNC_FLUSH };
const BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };
const ZSTD = { finishFlush: constants.ZSTD_e_flush };
const gunzip: Undo = (bytes, maxOutputLength) => gunzipSync(bytes, { ...ZLIB, maxOutputLength });

/** A Map, since the sender chooses the name: an object would answer to `toString`. */
const CODINGS: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  // `deflate` means zlib, yet some senders mean raw deflate: the first byte tells (RFC 1950, 2.2).
  [
    'deflate',
    (bytes, maxOutputLength) =>
      ((bytes[0] ?? 0) & 0x0f) === 8
        ? inflateSync(bytes, { ...ZLIB, maxOutputLength })
        : inflateRawSync(bytes, { ...ZLIB, maxOutputLength }),
  ],
  ['br', (bytes, maxOutputLength) => brotliDecompressSync(bytes, { ...BROTLI, maxOutputLength })],
  ['zstd', (bytes, maxOutputLength) => zstdDecompressSync(bytes, { ...ZSTD, maxOutputLength })],
]);

/**
 * The beginning of a body, about `maxBytes`, with its content codings undone, last applied first (RFC 9110, 8.4). `values` are
 * those of its Content-Encoding lines. A stream that breaks off gives what came before; bytes that are not in the coding
 * that was named, or in one that is not known, are left as they are.
 */
export function undoCodings(body: Uint8Array, values: readonly string[], maxBytes: number): Uint8Array {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase());
  const known = names.flatMap((name) => CODINGS.get(name) ?? []);
  if (known.length > MOST_CODINGS) return body;
  return known.reduceRight((bytes, undo) => undone(undo, bytes, maxBytes), body);
}

function undone(undo: Undo, bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const whole = attempt(undo, bytes, maxBytes * 2);
  if (whole !== null && whole.length > 0) return whole;
  if (!looksBinary(bytes)) return bytes;
  const part = longestBeginning(undo, bytes, maxBytes);
  return part.length === 0 ? bytes : part;
}

/** What a broken or a very long stream gives: node:zlib has no call that returns what it had when it stopped. */
function longestBeginning(undo: Undo, bytes: Uint8Array, maxBytes: number): Uint8Array {
  let best: Uint8Array = new Uint8Array(0);
  let good = 0;
  let bad = bytes.length;
  for (let tries = 0; tries < MOST_TRIES && bad - good > 1 && best.length < maxBytes; tries++) {
    const middle = (good + bad) >> 1;
    const part = attempt(undo, bytes.subarray(0, middle), maxBytes * 2);
    if (part === null) bad = middle;
    else {
      best = part;
      good = middle;
    }
  }
  return best;
}

function attempt(undo: Undo, bytes: Uint8Array, maxOutputLength: number): Uint8Array | null {
  try {
    return undo(bytes, maxOutputLength);
  } catch {
    return null;
  }
}
