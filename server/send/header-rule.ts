import type { HeaderLine } from '../contract/header.ts';
import type { HeaderRule } from '../contract/replay.ts';

/** Lines that concern one connection only (RFC 9110, 7.6.1), beside those that `Connection` names. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const is = (line: HeaderLine, name: string): boolean => line[0].toLowerCase() === name;

/**
 * Header lines of a send, in their order and case, duplicates kept.
 * - `as-received`: every line as captured. Only the framing of the body is made true: a Content-Length that differs from
 *   `sizeBytes` is corrected in place, one is appended where a body has none, and it is left out beside `chunked`.
 * - `for-destination`: Host becomes `host` in place, hop-by-hop lines are left out, and a chunked body gets a Content-Length.
 * Then `extra` lines replace those of the same name in place, or are appended. They win over both rules, except for framing.
 */
export function applyHeaderRule(
  lines: readonly HeaderLine[],
  { rule, host, extra, sizeBytes }: { rule: HeaderRule; host: string; extra: readonly HeaderLine[]; sizeBytes: number },
): readonly HeaderLine[] {
  switch (rule) {
    case 'as-received':
      return frame(withExtra(lines, extra), sizeBytes);
    case 'for-destination':
      return frame(withExtra(withHost(withoutHopByHop(unchunked(lines, sizeBytes)), host), extra), sizeBytes);
  }
}

/** Whether the body goes out in chunks: `chunked` is the last transfer coding (RFC 9112, 6.1). */
export function isChunked(lines: readonly HeaderLine[]): boolean {
  const last = lines.findLast((line) => is(line, 'transfer-encoding'));
  return last !== undefined && /(?:^|,)[ \t]*chunked[ \t]*$/i.test(last[1]);
}

function unchunked(lines: readonly HeaderLine[], sizeBytes: number): readonly HeaderLine[] {
  const first = lines.findIndex((line) => is(line, 'transfer-encoding'));
  const length: HeaderLine = ['Content-Length', String(sizeBytes)];
  return lines.flatMap((line, at) => {
    if (is(line, 'transfer-encoding')) return at === first ? [length] : [];
    return [line];
  });
}

function withoutHopByHop(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  const named = lines.filter((line) => is(line, 'connection')).flatMap(([, value]) => value.split(','));
  const gone = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim().toLowerCase())]);
  return lines.filter(([name]) => !gone.has(name.toLowerCase()));
}

function withHost(lines: readonly HeaderLine[], host: string): readonly HeaderLine[] {
  const first = lines.findIndex((line) => is(line, 'host'));
  if (first < 0) return [['Host', host], ...lines];
  return lines.flatMap((line, at): readonly HeaderLine[] => {
    if (!is(line, 'host')) return [line];
    return at === first ? [[line[0], host]] : [];
  });
}

function withExtra(lines: readonly HeaderLine[], extra: readonly HeaderLine[]): readonly HeaderLine[] {
  const byName = Map.groupBy(extra, ([name]) => name.toLowerCase());
  const placed = new Set<string>();
  const replaced = lines.flatMap((line) => {
    const name = line[0].toLowerCase();
    const instead = byName.get(name);
    if (instead === undefined) return [line];
    if (placed.has(name)) return [];
    placed.add(name);
    return instead;
  });
  return [...replaced, ...extra.filter(([name]) => !placed.has(name.toLowerCase()))];
}

function frame(lines: readonly HeaderLine[], sizeBytes: number): readonly HeaderLine[] {
  // Both framings at once are a request-smuggling attempt (RFC 9112, 6.3): chunked wins, the length goes.
  if (isChunked(lines)) return lines.filter((line) => !is(line, 'content-length'));
  const plain = lines.some((line) => is(line, 'content-length'))
    ? lines.filter((line) => !is(line, 'transfer-encoding'))
    : unchunked(lines, sizeBytes);
  const first = plain.findIndex((line) => is(line, 'content-length'));
  if (first < 0) return sizeBytes === 0 ? plain : [...plain, ['Content-Length', String(sizeBytes)]];
  return plain.flatMap((line, at): readonly HeaderLine[] => {
    if (!is(line, 'content-length')) return [line];
    if (at !== first) return [];
    return [/^\d+$/.test(line[1]) && Number(line[1]) === sizeBytes ? line : [line[0], String(sizeBytes)]];
  });
}
