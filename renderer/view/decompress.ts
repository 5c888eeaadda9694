import { isReadable } from '../../server/contract/reading/charset-sniff.ts';
import { type Coding, codingOf, sniffCoding } from '../../server/contract/reading/codings/coding-names.ts';
import { gunzip, type Undone } from '../../server/contract/reading/codings/gunzip.ts';
import type { StreamEnd } from '../../server/contract/reading/codings/inflate.ts';
import { undeflate } from '../../server/contract/reading/codings/undeflate.ts';

/** What became of a body's content codings when it was opened for viewing; `notes` tell what was not as the header says. */
export type Decoding =
  | { readonly kind: 'none'; readonly notes: readonly string[] }
  | {
      readonly kind: 'decoded';
      /** What was undone, in the order in which it had been applied. */
      readonly codings: readonly string[];
      readonly end: StreamEnd;
      readonly notes: readonly string[];
    };

export interface Decompressed {
  readonly bytes: Uint8Array;
  readonly decoding: Decoding;
}

/**
 * Undoes brotli or Zstandard, which no browser must know: the stored bytes after `steps`, first step first. Null where that
 * cannot be done at all.
 */
export type UndoElsewhere = (
  steps: readonly Coding[],
) => Promise<{ readonly bytes: Uint8Array; readonly end: StreamEnd } | null>;

/** Bytes that a compressed body may grow to in the viewer. */
export const VIEW_BOUND_BYTES = 67_108_864;
const MOST_CODINGS = 4;
/** Of fewer bytes nothing is guessed: a few that are no text are soon some stream or other. */
const SHORTEST_GUESS_BYTES = 8;

export interface Packed {
  readonly bytes: Uint8Array;
  /** As the header lines name them (contentCodings). */
  readonly codings: readonly string[];
  /** The announced type is one of text, so that compressed bytes under it lack their header. */
  readonly announcesText?: boolean;
  readonly boundBytes?: number;
  readonly undoElsewhere?: UndoElsewhere;
}

/**
 * Undo content codings for the eye, last applied first, never past `boundBytes`. The bytes are believed more than the header:
 * what they are not is left undone and told, what they visibly are is undone though nobody says so. A stream that breaks off
 * gives what could be read until there.
 */
export async function decompress({
  bytes,
  codings,
  announcesText = false,
  boundBytes = VIEW_BOUND_BYTES,
  undoElsewhere = async () => null,
}: Packed): Promise<Decompressed> {
  if (bytes.length === 0) return { bytes, decoding: { kind: 'none', notes: [] } };
  const notes: string[] = [];
  const steps: Coding[] = [];
  const names: string[] = [];
  let now: Uint8Array = bytes;
  let end: StreamEnd = 'whole';

  const undo = async (coding: Coding): Promise<boolean> => {
    const done = await undoOne(coding, now, boundBytes, () => undoElsewhere([...steps, coding]));
    if (done === 'no' || done === 'unable') {
      if (done === 'unable') notes.push(`“${coding}” could not be undone: the bytes are shown as they came`);
      return false;
    }
    now = done.bytes;
    if (done.end !== 'whole') end = done.end;
    notes.push(...done.notes);
    steps.push(coding);
    return true;
  };

  /** deflate and brotli have no mark: bytes that are no text are in one of them if it makes a whole text of them. */
  const guess = async (named: readonly string[]): Promise<Coding | null> => {
    if (
      now.length < SHORTEST_GUESS_BYTES ||
      isReadable(now) ||
      (named.length > 0 && named.every((name) => codingOf(name) === null))
    )
      return null;
    for (const coding of ['deflate', 'br'] as const) {
      if (named.some((name) => codingOf(name) === coding)) continue;
      const done = await undoOne(coding, now, boundBytes, () => undoElsewhere([...steps, coding]));
      if (typeof done !== 'object' || done.end === 'broken' || done.notes.length > 0) continue;
      if (done.bytes.length > 0 && isReadable(done.bytes)) return coding;
    }
    return null;
  };

  const left = [...codings].reverse();
  if (left.length > MOST_CODINGS) notes.push(`${left.length} codings are named, at most ${MOST_CODINGS} are undone`);
  while (left.length > 0 && steps.length < MOST_CODINGS) {
    const at = await firstThatFits(left, undo);
    if (at >= 0) {
      if (left.slice(0, at).some((name) => codingOf(name) !== null))
        notes.push('The codings were applied in another order than the header says');
      names.push(...left.splice(at, 1));
      continue;
    }
    const shown = sniffCoding(now) ?? (await guess(left));
    if (shown === null || left.some((name) => codingOf(name) === shown) || !(await undo(shown))) break;
    notes.push(`The header says “${left[0]}”, the bytes are ${shown}`);
    left.shift();
    names.push(shown);
  }
  for (const name of left) {
    if (notes.some((note) => note.startsWith(`“${codingOf(name) ?? name}”`))) continue;
    notes.push(
      codingOf(name) === null
        ? `“${name}” is no coding that is known here: nothing was undone for it`
        : `The header says “${name}”, but the bytes are not: they are shown as they came`,
    );
  }
  // A header was lost on the way, or a body was compressed twice.
  let shown = sniffCoding(now) ?? (announcesText && steps.length === 0 ? await guess([]) : null);
  while (shown !== null && announcesText && steps.length < MOST_CODINGS) {
    if (!(await undo(shown))) break;
    names.push(shown);
    notes.push(`The bytes are ${shown}, although no header says so`);
    shown = sniffCoding(now);
  }
  const told = [...new Set(notes)];
  return steps.length === 0
    ? { bytes, decoding: { kind: 'none', notes: told } }
    : { bytes: now, decoding: { kind: 'decoded', codings: names.reverse(), end, notes: told } };
}

async function firstThatFits(names: readonly string[], undo: (coding: Coding) => Promise<boolean>): Promise<number> {
  for (const [at, name] of names.entries()) {
    const coding = codingOf(name);
    if (coding !== null && (await undo(coding))) return at;
  }
  return -1;
}

/** `no`: the bytes are not in this coding. `unable`: they may be, and nothing here can undo it. */
async function undoOne(
  coding: Coding,
  bytes: Uint8Array,
  boundBytes: number,
  elsewhere: () => ReturnType<UndoElsewhere>,
): Promise<Undone | { bytes: Uint8Array; end: StreamEnd; notes: readonly string[] } | 'no' | 'unable'> {
  if (bytes.length === 0) return 'no';
  if (coding === 'gzip') return gunzip(bytes, boundBytes) ?? 'no';
  if (coding === 'zstd' && sniffCoding(bytes) !== 'zstd') return 'no';
  // Neither brotli nor raw DEFLATE has a mark; a text that can be read is none of them, whatever a decoder makes of it.
  // What brotli makes of nothing is one byte, which may be a letter.
  if (coding !== 'zstd' && isReadable(bytes) && !(coding === 'br' && bytes.length === 1)) return 'no';
  if (sniffCoding(bytes) !== null && coding !== 'zstd') return 'no';
  if (coding === 'deflate') return undeflate(bytes, boundBytes) ?? 'no';
  const done = await elsewhere();
  if (done === null) return 'unable';
  if (done.end === 'broken' && done.bytes.length === 0) return 'no';
  return { ...done, notes: [] };
}
