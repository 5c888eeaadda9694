import { parseMediaType } from './content-type.ts';

/** What a body is for the viewer. `image` only for formats that browsers decode without running anything. */
export type BodyKind = 'empty' | 'json' | 'ndjson' | 'xml' | 'form' | 'multipart' | 'image' | 'text' | 'binary';

const IMAGES: readonly (readonly [type: string, test: (bytes: Uint8Array) => boolean])[] = [
  ['image/png', (bytes) => starts(bytes, [0x89, 0x50, 0x4e, 0x47])],
  ['image/jpeg', (bytes) => starts(bytes, [0xff, 0xd8, 0xff])],
  ['image/gif', (bytes) => starts(bytes, [0x47, 0x49, 0x46, 0x38])],
  [
    'image/webp',
    (bytes) => starts(bytes, [0x52, 0x49, 0x46, 0x46]) && starts(bytes.subarray(8), [0x57, 0x45, 0x42, 0x50]),
  ],
  ['image/avif', (bytes) => starts(bytes.subarray(4), [0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69, 0x66])],
  ['image/bmp', (bytes) => starts(bytes, [0x42, 0x4d])],
];

const starts = (bytes: Uint8Array, mark: readonly number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** The raster image format that the bytes are in, by their first bytes, or null. SVG is text and never an image here. */
export function imageType(bytes: Uint8Array): string | null {
  return IMAGES.find(([, test]) => test(bytes))?.[0] ?? null;
}

/** Decide how to show a body: the announced type where it fits the bytes, otherwise what the bytes look like. */
export function bodyKind(bytes: Uint8Array, contentType: string | null): BodyKind {
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
  if (type.startsWith('multipart/') && (parameters['boundary'] ?? '') !== '') return 'multipart';
  if (looksBinary(bytes)) return 'binary';
  if (type === 'application/x-www-form-urlencoded') return looksJson(bytes) ? 'json' : 'form';
  if (/[/+](x-)?(nd|l)?json(-seq|lines?)?$/.test(type) || type === 'application/jsonl') {
    return /ndjson|jsonl|json-seq|ljson/.test(type) ? 'ndjson' : 'json';
  }
  if (/[/+]xml$/.test(type)) return 'xml';
  if (looksJson(bytes)) return 'json';
  return type === '' && starts(bytes, [0x3c, 0x3f, 0x78, 0x6d, 0x6c]) ? 'xml' : 'text';
}

function looksJson(bytes: Uint8Array): boolean {
  const first = bytes.subarray(0, 64).find((byte) => byte > 0x20);
  return first === 0x7b || first === 0x5b;
}

/** NUL bytes outside UTF-16, or many control characters: nothing to read as text. */
function looksBinary(bytes: Uint8Array): boolean {
  if (starts(bytes, [0xff, 0xfe]) || starts(bytes, [0xfe, 0xff])) return false;
  const sample = bytes.subarray(0, 4_096);
  let odd = 0;
  for (const byte of sample) if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b) odd++;
  return odd * 20 > sample.length;
}
