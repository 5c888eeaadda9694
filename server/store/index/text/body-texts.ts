import { header } from '../../../contract/delivery.ts';
import { decodeText } from './decode-text.ts';
import { readMediaType } from './media-type.ts';
import { shownForms } from './shown-forms.ts';
import { shownHeader } from './shown-header.ts';
import { type BodyPart, splitParts } from './split-parts.ts';

const DEEPEST = 3;

/**
 * What there is to read in a body whose content codings are undone: its text as it stands and, where that differs, as the
 * window shows it; of a multipart body the header lines and texts of its parts. Empty for binary bodies.
 */
export function bodyTexts(bytes: Uint8Array, contentType: string | undefined, depth = 0): readonly string[] {
  const { type, parameters } = readMediaType(contentType);
  const boundary = parameters.get('boundary') ?? '';
  const parts = type.startsWith('multipart/') && boundary !== '' && depth < DEEPEST ? splitParts(bytes, boundary) : [];
  if (parts.length > 0) return parts.flatMap((part) => partTexts(part, depth));
  const charset = parameters.get('charset');
  const read = decodeText(bytes, charset);
  return read === null ? [] : [read.text, ...shownForms(read.text, type, charset)];
}

function partTexts({ headers, content }: BodyPart, depth: number): readonly string[] {
  const lines = headers.flatMap(([name, value]) =>
    [...new Set([value, shownHeader(value)])].map((text) => `${name}: ${text}`),
  );
  return [...lines, ...bodyTexts(content, header(headers, 'content-type'), depth + 1)];
}
