import { type HeaderLine, header } from '../header.ts';
import { bytesToLatin1, latin1ToBytes } from '../latin1.ts';
import { parseMediaType } from './content-type.ts';
import { dispositionText } from './disposition.ts';

/** One part of a multipart body; `from` and `to` (exclusive) are its content's place in the body. */
export interface Part {
  readonly headers: readonly HeaderLine[];
  readonly name: string | null;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly from: number;
  readonly to: number;
}

export interface Multipart {
  readonly parts: readonly Part[];
  /** The closing boundary was there. */
  readonly complete: boolean;
  /** There are more parts than are listed. */
  readonly capped: boolean;
}

export const MOST_PARTS = 1_000;
const LONGEST_PART_HEAD = 16_384;

/**
 * Find the parts of a multipart body (RFC 2046, 5.1; RFC 7578 for names). Bytes are never copied or changed. A body that
 * ends early gives the parts as far as they go.
 */
export function splitMultipart(body: Uint8Array, boundary: string, most: number = MOST_PARTS): Multipart {
  if (boundary === '') return { parts: [], complete: false, capped: false };
  const delimiter = latin1ToBytes(`--${boundary}`);
  const parts: Part[] = [];
  let at = findDelimiter(body, delimiter, 0);
  while (at >= 0) {
    const after = at + delimiter.length;
    if (body[after] === 0x2d && body[after + 1] === 0x2d) return { parts, complete: true, capped: false };
    if (parts.length >= most) return { parts, complete: false, capped: true };
    const start = skipLineEnd(body, after);
    const next = findDelimiter(body, delimiter, start);
    const end = next < 0 ? body.length : lineEndBefore(body, next, start);
    parts.push(readPart(body, start, end));
    at = next;
  }
  return { parts, complete: false, capped: false };
}

/** The boundary of a body that begins with a delimiter and a header line, as multipart does; null when it does not. */
export function guessBoundary(body: Uint8Array): string | null {
  if (body[0] !== 0x2d || body[1] !== 0x2d) return null;
  const head = bytesToLatin1(body.subarray(0, 512));
  return /^--([^\r\n]{1,200}?)[ \t]*\r?\n(?:content-[\w-]+[ \t]*:|\r?\n)/i.exec(head)?.[1] ?? null;
}

/**
 * The same for a body whose type is not multipart at all, as of `FormData` that was sent with a type set by hand: its first part
 * must be one of a form.
 */
export function guessFormBoundary(body: Uint8Array, type: string): string | null {
  const boundary = guessBoundary(body);
  if (boundary === null || type === '' || type.startsWith('multipart/')) return boundary;
  const head = bytesToLatin1(body.subarray(0, 1_024));
  return /^--[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*?content-disposition[ \t]*:[ \t]*form-data[ \t]*;/i.test(head)
    ? boundary
    : null;
}

function readPart(body: Uint8Array, start: number, end: number): Part {
  const head = bytesToLatin1(body.subarray(start, Math.min(end, start + LONGEST_PART_HEAD)));
  const blank = /^\r?\n/.test(head) ? { index: 0, length: head.startsWith('\r') ? 2 : 1 } : blankLine(head);
  const headers = (blank === null ? '' : head.slice(0, blank.index))
    // A line that begins with a blank goes on from the one before (RFC 5322, 2.2.3).
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .filter((line) => line.includes(':'))
    .map((line): HeaderLine => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]);
  const { parameters } = parseMediaType(header(headers, 'content-disposition'));
  return {
    headers,
    name: dispositionText(parameters, 'name'),
    filename: dispositionText(parameters, 'filename'),
    contentType: header(headers, 'content-type') ?? null,
    from: blank === null ? start : Math.min(end, start + blank.index + blank.length),
    to: end,
  };
}

function blankLine(head: string): { index: number; length: number } | null {
  const match = /\r?\n\r?\n/.exec(head);
  return match === null ? null : { index: match.index, length: match[0].length };
}

/** A delimiter counts only at the start of a line, and with nothing but blanks or a closing `--` after it. */
function findDelimiter(body: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = body.indexOf(0x2d, from); at >= 0; at = body.indexOf(0x2d, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    let length = 0;
    while (length < delimiter.length && body[at + length] === delimiter[length]) length++;
    if (length === delimiter.length && endsHere(body, at + length)) return at;
  }
  return -1;
}

/** The inner boundary of a nested body may begin with the outer one. */
function endsHere(body: Uint8Array, from: number): boolean {
  if (body[from] === 0x2d && body[from + 1] === 0x2d) return true;
  let at = from;
  while (body[at] === 0x20 || body[at] === 0x09) at++;
  return at >= body.length || body[at] === 0x0a || (body[at] === 0x0d && (body[at + 1] ?? 0x0a) === 0x0a);
}

function skipLineEnd(body: Uint8Array, from: number): number {
  const feed = body.indexOf(0x0a, from);
  return feed < 0 ? body.length : feed + 1;
}

function lineEndBefore(body: Uint8Array, delimiterAt: number, start: number): number {
  let end = delimiterAt;
  if (end > start && body[end - 1] === 0x0a) end--;
  if (end > start && body[end - 1] === 0x0d) end--;
  return end;
}
