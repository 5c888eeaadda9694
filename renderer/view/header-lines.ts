import type { HeaderLine } from '../../server/contract/header.ts';
import { headerText, toHeaderValue } from '../../server/contract/latin1.ts';

/** Header lines as text, `Name: value` each, the way people read and edit them. */
export function headersToText(lines: readonly HeaderLine[]): string {
  return lines.map(lineToText).join('\n');
}

const lineToText = ([name, value]: HeaderLine): string => `${name}: ${headerText(value).text}`;

export type ParsedHeaders =
  | { readonly kind: 'ok'; readonly lines: readonly HeaderLine[] }
  | { readonly kind: 'bad'; readonly sentence: string };

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Read edited text back into header lines (RFC 9110, 5.1 and 5.5). A line that the user left alone keeps its original bytes,
 * also where those are not UTF-8. Empty lines are skipped.
 */
export function textToHeaders(text: string, original: readonly HeaderLine[] = []): ParsedHeaders {
  const kept = new Map<string, HeaderLine>();
  for (const line of original) if (!kept.has(lineToText(line))) kept.set(lineToText(line), line);
  const lines: HeaderLine[] = [];
  for (const [index, row] of text.split('\n').entries()) {
    const line = row.replace(/\r$/, '');
    const same = kept.get(line);
    if (same !== undefined) {
      lines.push(same);
      continue;
    }
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (colon < 1 || !TOKEN.test(name)) {
      return { kind: 'bad', sentence: `Line ${index + 1} is no header line. Write it as “Name: value”.` };
    }
    const value = line.slice(colon + 1).trim();
    if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value)) {
      return { kind: 'bad', sentence: `Line ${index + 1} holds a control character. Take it out of the value.` };
    }
    lines.push([name, toHeaderValue(value)]);
  }
  return { kind: 'ok', lines };
}

/** Names (lower case) that occur on more than one line. */
export function repeatedNames(lines: readonly HeaderLine[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const [name] of lines) {
    const lower = name.toLowerCase();
    if (seen.has(lower)) repeated.add(lower);
    seen.add(lower);
  }
  return repeated;
}
