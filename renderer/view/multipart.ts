import type { HeaderLine } from '../../server/contract/delivery.ts';
import { header } from '../../server/contract/header.ts';
import { bytesToLatin1, headerText, latin1ToBytes } from '../../server/contract/latin1.ts';
import { parseMediaType } from './content-type.ts';

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
}

export const MOST_PARTS = 1_000;
const LONGEST_PART_HEAD = 16_384;

/**
 * Find the parts of a multipart body (RFC 2046, 5.1; RFC 7578 for names). Bytes are never copied or changed. A body that
 * ends early gives the parts as far as they go.
 */
export function splitMultipart(body: Uint8Array, boundary: string): Multipart {
  if (boundary === '') return { parts: [], complete: false };
  const delimiter = latin1ToBytes(`--${boundary}`);
  const parts: Part[] = [];
  let at = findDelimiter(body, delimiter, 0);
  while (at >= 0 && parts.length < MOST_PARTS) {
    const after = at + delimiter.length;
    if (body[after] === 0x2d && body[after + 1] === 0x2d) return { parts, complete: true };
    const start = skipLineEnd(body, after);
    const next = findDelimiter(body, delimiter, start);
    const end = next < 0 ? body.length : lineEndBefore(body, next, start);
    parts.push(readPart(body, start, end));
    at = next;
  }
  return { parts, complete: false };
}

function readPart(body: Uint8Array, start: number, end: number): Part {
  const head = bytesToLatin1(body.subarray(start, Math.min(end, start + LONGEST_PART_HEAD)));
  const blank = /^\r?\n/.test(head) ? { index: 0, length: head.startsWith('\r') ? 2 : 1 } : blankLine(head);
  const headers = (blank === null ? '' : head.slice(0, blank.index))
    .split(/\r?\n/)
    .filter((line) => line.includes(':'))
    .map((line): HeaderLine => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
  const { parameters } = parseMediaType(header(headers, 'content-disposition'));
  const text = (name: string): string | null => {
    const value = parameters[name];
    return value === undefined ? null : headerText(value).text;
  };
  return {
    headers,
    name: text('name'),
    filename: text('filename'),
    contentType: header(headers, 'content-type') ?? null,
    from: blank === null ? start : Math.min(end, start + blank.index + blank.length),
    to: end,
  };
}

function blankLine(head: string): { index: number; length: number } | null {
  const match = /\r?\n\r?\n/.exec(head);
  return match === null ? null : { index: match.index, length: match[0].length };
}

/** A delimiter counts only at the start of a line. */
function findDelimiter(body: Uint8Array, delimiter: Uint8Array, from: number): number {
  for (let at = body.indexOf(0x2d, from); at >= 0; at = body.indexOf(0x2d, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    let length = 0;
    while (length < delimiter.length && body[at + length] === delimiter[length]) length++;
    if (length === delimiter.length) return at;
  }
  return -1;
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
