import { parseMediaType } from '../../contract/reading/content-type.ts';
import { splitMultipart } from '../../contract/reading/multipart.ts';

/** One field of a form, decoded to text. */
export type FormField = readonly [name: string, value: string];

/** Fields of a urlencoded or multipart body in order, duplicates kept; empty when the body is neither. */
export function readForm(body: Uint8Array, contentType: string): readonly FormField[] {
  const type = contentType.trimStart().toLowerCase();
  if (type.startsWith('multipart/form-data')) return readMultipart(body, contentType);
  if (!type.startsWith('application/x-www-form-urlencoded')) return [];
  return urlEncoded(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
}

/** Pairs of a form or a query, as they stand: the URL Standard's reader would drop a `?` at the beginning. */
export const urlEncoded = (text: string): readonly FormField[] => [...new URLSearchParams(`?${text}`)];

/** First value of the field `name`, or undefined. */
export const field = (fields: readonly FormField[], name: string): string | undefined =>
  fields.find(([key]) => key === name)?.[1];

/** Text parts of multipart/form-data (RFC 7578); parts without a name are left out. */
function readMultipart(body: Uint8Array, contentType: string): readonly FormField[] {
  const { parts } = splitMultipart(body, parseMediaType(contentType).parameters['boundary'] ?? '');
  return parts.flatMap(({ name, from, to }) =>
    name === null ? [] : [[name, Buffer.from(body.subarray(from, to)).toString('utf8')] as const],
  );
}
