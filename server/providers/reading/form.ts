/** One field of a form, decoded to text. */
export type FormField = readonly [name: string, value: string];

/** Fields of a urlencoded or multipart body in order, duplicates kept; empty when the body is neither. */
export function readForm(body: Uint8Array, contentType: string): readonly FormField[] {
  const type = contentType.toLowerCase();
  if (type.startsWith('multipart/form-data')) return readMultipart(body, contentType);
  if (!type.startsWith('application/x-www-form-urlencoded')) return [];
  return urlEncoded(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
}

/** Pairs of a form or a query, as they stand: the URL Standard's reader would drop a `?` at the beginning. */
export const urlEncoded = (text: string): readonly FormField[] => [...new URLSearchParams(`?${text}`)];

/** First value of the field `name`, or undefined. */
export const field = (fields: readonly FormField[], name: string): string | undefined =>
  fields.find(([key]) => key === name)?.[1];

const BOUNDARY = /boundary=(?:"([^"]{1,200})"|([^;\s]{1,200}))/i;
const NAME = /^content-disposition:[^\r\n]*;\s*name="([^"\r\n]*)"/im;

/** Text parts of multipart/form-data (RFC 7578); parts without a name are left out. */
function readMultipart(body: Uint8Array, contentType: string): readonly FormField[] {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) return [];
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const fields: FormField[] = [];
  for (const part of text.split(`--${boundary}`).slice(1)) {
    const blank = part.indexOf('\r\n\r\n');
    const name = blank < 0 ? undefined : NAME.exec(part.slice(0, blank))?.[1];
    if (name === undefined) continue;
    const value = part.slice(blank + 4).replace(/\r\n$/, '');
    fields.push([Buffer.from(name, 'latin1').toString('utf8'), Buffer.from(value, 'latin1').toString('utf8')]);
  }
  return fields;
}
