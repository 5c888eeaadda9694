import { type HeaderLine, header } from '../../contract/delivery.ts';
import { decodeHead } from '../head.ts';
import { decodeMeta } from '../meta.ts';
import { bodyTexts } from './text/body-texts.ts';
import { foldText } from './text/fold-text.ts';
import { formDecode, percentDecode } from './text/percent-decode.ts';
import { shownHeader } from './text/shown-header.ts';
import { undoCodings } from './text/undo-codings.ts';

/** How much of a body is searched, after decompression. */
export const SEARCHED_BODY_BYTES = 1_048_576;

/** A stored request as the truth has it. */
export interface StoredText {
  readonly head: string;
  readonly body: Uint8Array;
  readonly meta: string | null;
}

/** The folded text of a delivery in two columns, each ending in blank lines. */
export interface SearchableText {
  /** First line and header lines as they came, `name: value` each and nothing else, so that `\nNAME: ` finds a header. */
  readonly head: string;
  /** The body where it is text; and what the window shows otherwise than it came: of the target, header lines and body. */
  readonly more: string;
  /** The body is longer than what is searched of it. */
  readonly cut: boolean;
}

/** Both columns end with this: whatever is shorter than a trigram still begins one. */
const END = '\n\n';

/** What free search looks into, as it is on the wire and as it is shown. Bounded in size; never fails on any bytes. */
export function searchableText({ head, body, meta }: StoredText): SearchableText {
  const { method, target, headers } = decodeHead(head);
  const trailers = decodeMeta(meta).trailers ?? [];
  const encodings = headers.filter(([name]) => name.toLowerCase() === 'content-encoding').map(([, value]) => value);
  const plain = undoCodings(body, encodings, SEARCHED_BODY_BYTES);
  const shownTarget = targetText(target);
  const more = [
    ...(shownTarget === target ? [] : [shownTarget]),
    ...headers.flatMap(shownLine),
    ...trailers.flatMap((line) => [`${line[0]}: ${line[1]}`, ...shownLine(line)]),
    ...bodyTexts(plain.subarray(0, SEARCHED_BODY_BYTES), header(headers, 'content-type')),
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`).join('');
  return {
    head: foldText(head === '' ? '' : `${method} ${target}\n${lines}${END}`),
    more: foldText(`${more.join('\n')}${END}`),
    cut: plain.length > SEARCHED_BODY_BYTES,
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
