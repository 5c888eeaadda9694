import { scanJson } from './json-tree.ts';
import type { ValueRange } from './json-values.ts';
import { prettyJson } from './pretty-json.ts';

/** Lay out JSON values that follow one another. What stands between them stays; values that touch get a line each. */
export function prettyValues(text: string, values: readonly ValueRange[], most: number): string {
  const out: string[] = [];
  let at = 0;
  let size = 0;
  for (const { from, to } of values) {
    const between = text.slice(at, from);
    const value = prettyJson(text.slice(from, to), most - size);
    out.push(at > 0 && !/[\n\x1e]/.test(between) ? '\n' : between, value);
    size += between.length + value.length + 1;
    at = to;
    if (size >= most) return out.join('');
  }
  return `${out.join('')}${text.slice(at)}`;
}

/** Lines of which some are JSON: those are laid out, the others stay as they are. `badLines` counts from 1. */
export function prettyLines(
  text: string,
  most: number,
): { readonly text: string; readonly badLines: readonly number[] } {
  const out: string[] = [];
  const badLines: number[] = [];
  let size = 0;
  let line = 0;
  for (let from = 0; from <= text.length && size < most; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed;
    const raw = text.slice(from, to);
    line++;
    const isJson = raw.trim() !== '' && scanJson(raw.replace(/^[\x1e\ufeff]/, ' ')).problem === null;
    if (!isJson && raw.trim() !== '') badLines.push(line);
    const shown = isJson ? prettyJson(raw, most - size) : raw;
    out.push(shown);
    size += shown.length + 1;
    from = to + 1;
  }
  return { text: out.join('\n'), badLines };
}
