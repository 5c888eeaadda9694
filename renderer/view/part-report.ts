import { header } from '../../server/contract/header.ts';
import { decodeText } from '../../server/contract/reading/charset.ts';
import { parseMediaType } from '../../server/contract/reading/content-type.ts';
import { guessFormBoundary, MOST_PARTS, type Part, splitMultipart } from '../../server/contract/reading/multipart.ts';
import { undoTransferEncoding } from '../../server/contract/reading/transfer-encoding.ts';
import { type BodyKind, binaryName, bodyKind, imageType } from './body-kind.ts';
import { textNotes } from './text-notes.ts';

/** One part of a multipart body, read for the eye; `from` and `to` are its place in the whole body. */
export interface PartReport extends Part {
  readonly kind: BodyKind;
  /** The beginning of its text; empty where it is none. */
  readonly text: string;
  /** The text goes on. */
  readonly cut: boolean;
  readonly imageType: string | null;
  readonly notes: readonly string[];
  /** The parts in it, where it is multipart itself. */
  readonly parts: readonly PartReport[];
}

export interface PartsReport {
  readonly parts: readonly PartReport[];
  readonly notes: readonly string[];
}

const DEEPEST = 8;
const LONGEST_TEXT = 20_000;
const MOST_TEXT = 2_000_000;

/** What is left of the bounds over a whole body, however it is nested. */
interface Budget {
  parts: number;
  characters: number;
}

/** Read the parts of a multipart body, and the parts in them, within bounds. */
export function reportParts(bytes: Uint8Array, contentType: string | null, clamped: boolean): PartsReport {
  return partsOf(bytes, contentType, clamped, { parts: MOST_PARTS, characters: MOST_TEXT }, 0, 0);
}

function partsOf(
  bytes: Uint8Array,
  contentType: string | null,
  clamped: boolean,
  budget: Budget,
  offset: number,
  depth: number,
): PartsReport {
  const { type, parameters } = parseMediaType(contentType);
  const isMultipart = type === '' || type.startsWith('multipart/');
  const announced = isMultipart ? (parameters['boundary'] ?? '') : '';
  const notes: string[] = [];
  let { parts, complete, capped } = splitMultipart(bytes, announced, budget.parts);
  const guessed = parts.length === 0 ? guessFormBoundary(bytes, type) : null;
  if (guessed !== null && guessed !== announced) {
    ({ parts, complete, capped } = splitMultipart(bytes, guessed, budget.parts));
    notes.push(
      !isMultipart
        ? `Its type says ${type}, but it is a multipart form`
        : announced === ''
          ? 'Its type names no boundary: the first line was taken for it'
          : 'The boundary of its type is not in it: the first line was taken for it',
    );
  }
  budget.parts -= parts.length;
  if (parts.length === 0) notes.push('No part was found at the announced boundary');
  else if (capped) notes.push(`The first ${parts.length.toLocaleString('en')} parts are listed, and there are more`);
  else if (!complete && !clamped) notes.push('The closing boundary is missing');
  return { parts: parts.map((part) => readPart(part, bytes, clamped, budget, offset, depth)), notes };
}

function readPart(
  part: Part,
  bytes: Uint8Array,
  clamped: boolean,
  budget: Budget,
  offset: number,
  depth: number,
): PartReport {
  const stored = bytes.subarray(part.from, part.to);
  const undone = undoTransferEncoding(stored, header(part.headers, 'content-transfer-encoding'));
  const content = undone ?? stored;
  const place = { ...part, from: part.from + offset, to: part.to + offset };
  const cutByClamp = clamped && part.to === bytes.length;
  const kind = bodyKind(content, part.contentType, { clamped: cutByClamp });
  const report: PartReport = { ...place, kind, text: '', cut: false, imageType: null, notes: [], parts: [] };
  const decoded = undone === null ? [] : [`Decoded from ${header(part.headers, 'content-transfer-encoding')}`];
  // A picture is drawn from its stored bytes.
  if (kind === 'image') return { ...report, imageType: undone === null ? imageType(content) : null, notes: decoded };
  if (kind === 'binary') {
    const name = binaryName(content);
    return { ...report, notes: [...decoded, ...(name === null ? [] : [`The bytes are ${name}`])] };
  }
  if (kind === 'empty') return report;
  if (kind === 'multipart' && undone === null && depth < DEEPEST && budget.parts > 0) {
    const inner = partsOf(content, part.contentType, cutByClamp, budget, place.from, depth + 1);
    if (inner.parts.length > 0) return { ...report, parts: inner.parts, notes: inner.notes };
  }
  const { text, charset } = decodeText(content, part.contentType);
  const length = Math.min(LONGEST_TEXT, budget.characters);
  budget.characters -= Math.min(length, text.length);
  return {
    ...report,
    text: text.slice(0, length),
    cut: text.length > length,
    notes: [...decoded, ...textNotes(text, charset, cutByClamp ? content.length - 3 : content.length)],
  };
}
