import { pairs } from '../contract/header.ts';
import type { RequestHead } from '../contract/request.ts';

/** Join the parts that `node:http` hands over: `rawHeaders` alternates names and values. None can contain \n. */
export function encodeHead(method: string, target: string, httpVersion: string, rawHeaders: readonly string[]): string {
  const line = `${method} ${target} ${httpVersion}`;
  return rawHeaders.length === 0 ? line : `${line}\n${rawHeaders.join('\n')}`;
}

/** The inverse of `encodeHead`. An empty text is the head of a malformed request. */
export function decodeHead(text: string): RequestHead {
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
