import { header } from '../../contract/header.ts';
import { decodeText } from '../../contract/reading/charset.ts';
import { parseMediaType } from '../../contract/reading/content-type.ts';
import { looksBinary } from '../../contract/reading/looks-binary.ts';
import { guessFormBoundary, type Part, splitMultipart } from '../../contract/reading/multipart.ts';
import { undoTransferEncoding } from '../../contract/reading/transfer-encoding.ts';
import { shownForms } from './shown-forms.ts';
import { shownHeader } from './shown-header.ts';

const DEEPEST = 8;

/**
 * What there is to read in a body whose content codings are undone: its text as it stands and, where that differs, as the
 * window shows it; of a multipart body the header lines and texts of its parts. Empty for binary bodies.
 */
export function bodyTexts(bytes: Uint8Array, contentType: string | null, depth = 0): readonly string[] {
  const parts = depth < DEEPEST ? partsOf(bytes, contentType) : [];
  const [first, last] = [parts[0], parts.at(-1)];
  if (first === undefined || last === undefined) return textsOf(bytes, contentType);
  const around = [bytes.subarray(0, first.from), bytes.subarray(last.to)].flatMap((beside) => textsOf(beside, null));
  return [...around, ...parts.flatMap((part) => partTexts(part, bytes.subarray(part.from, part.to), depth))];
}

function textsOf(bytes: Uint8Array, contentType: string | null): readonly string[] {
  if (looksBinary(bytes, contentType)) return [];
  const { text, charset } = decodeText(bytes, contentType);
  return [text, ...shownForms(text, parseMediaType(contentType).type, charset.name)];
}

/** By the announced boundary, else by the first line where it looks like one. */
function partsOf(bytes: Uint8Array, contentType: string | null): readonly Part[] {
  const { type, parameters } = parseMediaType(contentType);
  const isMultipart = type.startsWith('multipart/');
  const { parts } = splitMultipart(bytes, isMultipart ? (parameters['boundary'] ?? '') : '');
  return parts.length > 0 ? parts : splitMultipart(bytes, guessFormBoundary(bytes, type) ?? '').parts;
}

function partTexts({ headers, name, filename, contentType }: Part, content: Uint8Array, depth: number) {
  const lines = headers.flatMap(([line, value]) =>
    [...new Set([value, shownHeader(value)])].map((text) => `${line}: ${text}`),
  );
  const names = [name, filename].filter((one) => one !== null && !lines.some((line) => line.includes(one)));
  const undone = undoTransferEncoding(content, header(headers, 'content-transfer-encoding'));
  const contents = undone === null ? [content] : [content, undone];
  return [
    ...lines,
    ...names,
    ...contents.flatMap((one) => bodyTexts(one, contentType, depth + 1)),
  ] as readonly string[];
}
