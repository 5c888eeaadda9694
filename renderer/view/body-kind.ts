import { decodeText } from '../../server/contract/reading/charset.ts';
import { parseMediaType } from '../../server/contract/reading/content-type.ts';
import { looksBinary } from '../../server/contract/reading/looks-binary.ts';
import { isJsonSequenceType, isJsonType, isXmlType } from '../../server/contract/reading/media-kinds.ts';
import { guessFormBoundary } from '../../server/contract/reading/multipart.ts';
import { scanJson } from './json-tree.ts';
import { jsonValues } from './json-values.ts';
import { endOfString } from './pretty-json.ts';

/** What a body is for the viewer. `image` only for formats that browsers decode without running anything. */
export type BodyKind = 'empty' | 'json' | 'ndjson' | 'xml' | 'form' | 'multipart' | 'image' | 'text' | 'binary';

const starts = (bytes: Uint8Array, mark: readonly number[], from = 0): boolean =>
  mark.every((byte, at) => bytes[from + at] === byte);
const ascii = (text: string): readonly number[] => [...text].map((char) => char.charCodeAt(0));

const IMAGES: readonly (readonly [type: string, test: (bytes: Uint8Array) => boolean])[] = [
  ['image/png', (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', (bytes) => starts(bytes, [0xff, 0xd8, 0xff])],
  ['image/gif', (bytes) => starts(bytes, ascii('GIF8'))],
  ['image/webp', (bytes) => starts(bytes, ascii('RIFF')) && starts(bytes, ascii('WEBP'), 8)],
  ['image/avif', (bytes) => starts(bytes, ascii('ftypavif'), 4)],
  ['image/bmp', (bytes) => starts(bytes, ascii('BM'))],
];

/** The raster image format that the bytes are in, by their first bytes, or null. SVG is text and never an image here. */
export function imageType(bytes: Uint8Array): string | null {
  return IMAGES.find(([, test]) => test(bytes))?.[0] ?? null;
}

const FILES: readonly (readonly [name: string, mark: readonly number[], from?: number])[] = [
  ['a PDF document', ascii('%PDF-')],
  ['a ZIP archive (or a document made of one)', [0x50, 0x4b, 3, 4]],
  ['a ZIP archive (or a document made of one)', [0x50, 0x4b, 5, 6]],
  ['gzip', [0x1f, 0x8b, 8]],
  ['Zstandard', [0x28, 0xb5, 0x2f, 0xfd]],
  ['bzip2', ascii('BZh')],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a tar archive', ascii('ustar'), 257],
  ['an MP4 film', ascii('ftyp'), 4],
  ['an Ogg file', ascii('OggS')],
  ['a Matroska or WebM film', [0x1a, 0x45, 0xdf, 0xa3]],
  ['an MP3 file', ascii('ID3')],
  ['a RIFF file', ascii('RIFF')],
  ['a TIFF image', [0x49, 0x49, 0x2a, 0]],
  ['a TIFF image', [0x4d, 0x4d, 0, 0x2a]],
  ['an SQLite database', ascii('SQLite format 3')],
  ['a WebAssembly module', [0, 0x61, 0x73, 0x6d]],
];

/** What bytes that are no text seem to be, in words, or null. */
export function binaryName(bytes: Uint8Array): string | null {
  const image = imageType(bytes);
  if (image !== null && image !== 'image/bmp') return `an image (${image})`;
  return FILES.find(([, mark, from]) => starts(bytes, mark, from))?.[0] ?? null;
}

export interface KindContext {
  /** The text of the bytes, when it is at hand. */
  readonly text?: string;
  /** Only a beginning is loaded: an early end is no mistake. */
  readonly clamped?: boolean;
}

/**
 * Decide how to show a body: the announced type where it fits the bytes, otherwise what the bytes are. Bytes of text that
 * only begin like JSON are text: JSON that nobody announced must be JSON to its end.
 */
export function bodyKind(bytes: Uint8Array, contentType: string | null, context: KindContext = {}): BodyKind {
  if (bytes.length === 0) return 'empty';
  const { type, parameters } = parseMediaType(contentType);
  const image = imageType(bytes);
  if (
    image !== null &&
    (type === '' || type.startsWith('image/') || type === 'application/octet-stream') &&
    (image !== 'image/bmp' || type === image)
  ) {
    return 'image';
  }
  const isMultipart = type.startsWith('multipart/');
  if (isMultipart && (parameters['boundary'] ?? '') !== '') return 'multipart';
  if (guessFormBoundary(bytes, type) !== null) return 'multipart';
  if (looksBinary(bytes, contentType)) return 'binary';
  if (isJsonSequenceType(type)) return 'ndjson';
  if (isJsonType(type)) return 'json';
  if (isXmlType(type)) return 'xml';
  const text = context.text ?? decodeText(bytes, contentType).text;
  const json = jsonKind(text, context.clamped === true);
  if (json !== null) return json;
  if (type !== 'text/html' && /^\ufeff?\s*<\?xml[\s?]/.test(text.slice(0, 100))) return 'xml';
  return type === 'application/x-www-form-urlencoded' ? 'form' : 'text';
}

/** Whether a text that nobody announced as JSON is an object, an array, or several of them, to its last character. */
function jsonKind(text: string, clamped: boolean): 'json' | 'ndjson' | null {
  if (!/^[\ufeff\s]*[[{]/.test(text.slice(0, 4_096))) return null;
  const { problem, nodes } = scanJson(text);
  if (problem === null || (clamped && isCutToken(text, problem.at))) return 'json';
  // Not worth the walk when the first value is broken: nothing can follow it.
  if ((nodes[2] ?? 0) === 0 || !/\S/.test(text.slice(problem.at, problem.at + 1))) return null;
  const { values, restAt } = jsonValues(text);
  const isCutThere = clamped && values.length > 0 && text.indexOf('\n', restAt) < 0;
  if (!isCutThere && (values.length < 2 || restAt < text.length)) return null;
  return values.every(({ from }, at) => at === 0 || areApart(text, values[at - 1]?.to ?? 0, from)) ? 'ndjson' : null;
}

/** Values are taken for a sequence when each has its line, or when two objects touch: words of a log in brackets do neither. */
function areApart(text: string, end: number, next: number): boolean {
  const opens = text[next] === '{' || text[next] === '[';
  return opens && (/[\n\x1e]/.test(text.slice(end, next)) || (text[end - 1] === '}' && text[next] === '{'));
}

/** Whether the text ends within the token at `at`: a string without its end, or a number or word that may go on. */
export function isCutToken(text: string, at: number): boolean {
  if (text[at] === '"') return endOfString(text, at) === text.length;
  return text.length - at < 400 && /^[-+.\w]*$/.test(text.slice(at));
}
