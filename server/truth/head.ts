import type { HeaderLine } from '../contract/delivery.ts';

/** First line and header lines of a request, as one text for one column. */
export interface Head {
  readonly method: string;
  readonly target: string;
  readonly httpVersion: string;
  readonly headers: readonly HeaderLine[];
}

/** Join the parts that `node:http` hands over: `rawHeaders` alternates names and values. None can contain \n. */
export function encodeHead(method: string, target: string, httpVersion: string, rawHeaders: readonly string[]): string {
  const line = `${method} ${target} ${httpVersion}`;
  return rawHeaders.length === 0 ? line : `${line}\n${rawHeaders.join('\n')}`;
}

/** The inverse of `encodeHead`. An empty text is the head of a malformed request. */
export function decodeHead(text: string): Head {
  const [line = '', ...flat] = text.split('\n');
  const firstBlank = line.indexOf(' ');
  const lastBlank = line.lastIndexOf(' ');
  if (firstBlank < 0) return { method: '', target: '', httpVersion: '', headers: [] };
  return {
    method: line.slice(0, firstBlank),
    target: line.slice(firstBlank + 1, lastBlank),
    httpVersion: line.slice(lastBlank + 1),
    headers: pairs(flat),
  };
}

/** Alternating names and values as header lines. */
export function pairs(flat: readonly string[]): readonly HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) lines.push([flat[at] as string, flat[at + 1] as string]);
  return lines;
}
