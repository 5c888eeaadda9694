/** A media type with its parameters (RFC 9110, 8.3.1), names in lower case, the first of each. */
export interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/g;

/** Read a Content-Type or Content-Disposition value. Never fails: what does not fit is left out. */
export function readMediaType(value: string | undefined): MediaType {
  const text = value ?? '';
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of text.matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? plain.trim());
  }
  return { type: (text.split(';')[0] as string).trim().toLowerCase(), parameters };
}
