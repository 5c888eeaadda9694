import { type HeaderLine, header, headerValues } from '../contract/header.ts';
import { decodeText } from '../contract/reading/charset.ts';
import { parseMediaType } from '../contract/reading/content-type.ts';
import { isTextType } from '../contract/reading/media-kinds.ts';
import { decodeHead } from '../describe/head.ts';
import { decodeMeta } from '../describe/meta.ts';
import { bodyTexts } from './text/body-texts.ts';
import { foldText } from './text/fold-text.ts';
import { formDecode, percentDecode } from './text/percent-decode.ts';
import { shownHeader } from './text/shown-header.ts';
import { undoCodings } from './text/undo-codings.ts';

/** How much of a body is searched, after decompression. */
export const SEARCHED_BODY_BYTES = 1_048_576;

/** How much of a stored body is read for that; compressed ones need not be read to their end. */
const READ_BODY_BYTES = 4 * SEARCHED_BODY_BYTES;

/** Columns of a stored request, for `StoredText`: of a long body the beginning alone. SQLite has no part of an empty one. */
export const STORED_TEXT_COLUMNS = `head, coalesce(substr(body, 1, ${READ_BODY_BYTES}), x'') AS body, length(body) AS size, meta`;

/** A stored request as the truth has it, its body as far as it is read. */
export interface StoredText {
  readonly head: string;
  readonly body: Uint8Array;
  /** Bytes of the whole body. */
  readonly size: number;
  readonly meta: string | null;
}

/** The folded text of a delivery in two columns, each ending in blank lines. */
export interface SearchableText {
  /** First line and header lines as they came, `name: value` each and nothing else, so that `\nNAME: ` finds a header. */
  readonly head: string;
  /** The body where it is text, and what followed it; and what the window shows otherwise than it came: of target, headers, body. */
  readonly more: string;
  /** The body is longer than what is searched of it. */
  readonly cut: boolean;
}

/** Both columns end with this: whatever is shorter than a trigram still begins one. */
const END = '\n\n';

/** What free search looks into, as it is on the wire and as it is shown. Bounded in size; never fails on any bytes. */
export function searchableText({ head, body, size, meta }: StoredText): SearchableText {
  const { method, target, headers } = decodeHead(head);
  const { trailers = [], surplus } = decodeMeta(meta);
  const contentType = header(headers, 'content-type') ?? null;
  const announcesText = isTextType(parseMediaType(contentType).type);
  const encodings = headerValues(headers, 'content-encoding');
  const plain = undoCodings(body, encodings, announcesText, SEARCHED_BODY_BYTES);
  const shownTarget = targetText(target);
  const more = [
    ...(shownTarget === target ? [] : [shownTarget]),
    ...headers.flatMap(shownLine),
    ...trailers.flatMap((line) => [`${line[0]}: ${line[1]}`, ...shownLine(line)]),
    ...bodyTexts(plain.subarray(0, SEARCHED_BODY_BYTES), contentType),
    ...(surplus === undefined ? [] : [decodeText(Buffer.from(surplus.base64, 'base64'), contentType).text]),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return {
    head: foldText(head === '' ? '' : `${method} ${target}\n${lines}${END}`),
    more: foldText(`${more.join('\n')}${END}`),
    cut: plain.length > SEARCHED_BODY_BYTES || size > body.length,
  };
}

function shownLine([name, value]: HeaderLine): readonly string[] {
  const shown = shownHeader(value);
  return shown === value ? [] : [`${name}: ${shown}`];
}

/** A target with its escapes undone; a plus sign is a blank after the question mark alone. */
function targetText(target: string): string {
  const mark = target.indexOf('?');
  if (mark < 0) return percentDecode(target);
  return `${percentDecode(target.slice(0, mark))}?${formDecode(target.slice(mark + 1))}`;
}
