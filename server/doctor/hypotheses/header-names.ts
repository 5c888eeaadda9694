import { type HeaderLine, header } from '../../contract/header.ts';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { ownLines } from '../own-lines.ts';
import { withAdded } from '../request-changes.ts';

/** Headers that arrived under another name: CGI's `HTTP_X_…`, `_` for `-`, `X-` lost or added, a forwarder's prefix. */
export const headerRenamed: Hypothesis = {
  code: 'header-renamed',
  tried: 'The headers under the names they may have lost: `_` as `-`, without `HTTP_`, with and without `X-`.',
  on: 'headers',
  find: (of) => {
    if (!lacksHeader(of)) return null;
    for (const rename of RENAMES) {
      const lines = of.request.headers.map(([name, value]): HeaderLine => [rename(name), value]);
      const added = lines.filter(([name], at) => name !== of.request.headers[at]?.[0]);
      if (added.length > 0 && of.fits(withAdded(of.request, ...added))) return finding(of, lines);
    }
    return null;
  },
};

/** A header of the provider's own that is missing, while its value's likeness stands under another name; the signature does not fit. */
export const headerSeenRenamed: Hypothesis = {
  code: 'header-renamed',
  tried: 'Whether a missing header stands there under another name.',
  on: 'headers',
  find: (of) => {
    if (!lacksHeader(of)) return null;
    const missing = ownLines(of)
      .map(([name]) => name)
      .filter((name) => header(of.request.headers, name) === undefined);
    for (const rename of RENAMES) {
      for (const [name] of of.request.headers) {
        const wanted = missing.find((other) => other.toLowerCase() === rename(name).toLowerCase());
        if (wanted !== undefined)
          return {
            code: 'header-renamed',
            proof: `${wanted} is missing, and ${name} is there; the signature does not fit under that name either, so something else was changed, too.`,
          };
      }
    }
    return null;
  },
};

/** A version, whose comma belongs to the signature behind it: `v1,…`. */
const VERSION = /^v\d\w?$/;
const VERSIONED = /^v\d\w?,/;

/** Lines that a proxy joined with a comma, or one line cut in two at its commas. */
export const headersMerged: Hypothesis = {
  code: 'headers-merged',
  tried: 'Header lines of the same name joined, and lines with commas split.',
  on: 'headers',
  find: (of) => {
    const joined = Map.groupBy(of.request.headers, ([name]) => name.toLowerCase());
    for (const lines of joined.values()) {
      if (lines.length < 2) continue;
      const name = lines[0]?.[0] ?? '';
      const others = of.request.headers.filter((line) => !lines.includes(line));
      for (const separator of [',', ', ', ' ', ';']) {
        const value = lines.map(([, part]) => part).join(separator);
        if (fits(of, [...others, [name, value]]))
          return { code: 'headers-merged', proof: `The lines of ${name} fit when joined to one.` };
      }
      for (const line of lines) {
        if (fits(of, [...others, line]))
          return { code: 'headers-merged', proof: `One of the ${lines.length} lines of ${name} fits alone.` };
      }
    }
    for (const [at, [name, value]] of of.request.headers.entries()) {
      const parts = value.split(VERSIONED.test(value) ? /,\s*(?=v\d\w?,)/ : /,\s*/);
      if (parts.length < 2 || parts.length > 8 || !of.received.includes(value)) continue;
      if (parts.some((part) => VERSION.test(part))) continue;
      for (const part of parts) {
        if (fits(of, of.request.headers.with(at, [name, part]))) {
          return { code: 'headers-merged', proof: `${name} holds several values; one of them fits alone.` };
        }
      }
    }
    return null;
  },
};

const fits = (of: Case, headers: readonly HeaderLine[]): boolean => of.fits({ ...of.request, headers });

/** The check found no signature, or found one of the headers that it needs missing. */
export function lacksHeader({ base }: Case): boolean {
  if (base.kind === 'unchecked') return base.code === 'no-signature' || base.code === 'cannot-be-checked';
  return (
    base.kind === 'invalid' &&
    (base.code === 'missing-header' || base.code === 'no-known-scheme' || base.code === 'malformed-header')
  );
}

const dashed = (name: string): string => name.replace(/^HTTP[_-]/i, '').replaceAll('_', '-');
/** Names that a header may have had, most common first. */
export const RENAMES: readonly ((name: string) => string)[] = [
  dashed,
  (name) => dashed(name).replace(/^X-/i, ''),
  (name) => `X-${dashed(name)}`,
  (name) =>
    dashed(name).replace(
      /^X-(?:Original|Forwarded|Proxy|Upstream|Client|Remapped|Amzn-Remapped|Webhook|Hookdeck|Origin|Relay)-/i,
      '',
    ),
  (name) =>
    dashed(name).replace(
      /^X-(?:Original|Forwarded|Proxy|Upstream|Client|Remapped|Amzn-Remapped|Webhook|Hookdeck|Origin|Relay)-/i,
      'X-',
    ),
  (name) => dashed(name).replace(/(?:[-.](?:value|header))$/i, ''),
  (name) => name.replaceAll('-', '_'),
  (name) => (name.toLowerCase() === 'x-authorization' ? 'Authorization' : name),
];

/** A rename can touch every header: the one that the provider writes is told, the first of them only where none is its own. */
function finding(of: Case, lines: readonly HeaderLine[]): Finding {
  const own = new Set(ownLines(of).map(([name]) => name.toLowerCase()));
  const renamed = lines
    .map(([name], at) => ({ name, was: of.request.headers[at]?.[0] ?? name }))
    .filter(({ name, was }) => name !== was);
  const told = renamed.find(({ name }) => own.has(name.toLowerCase())) ?? renamed[0];
  return { code: 'header-renamed', proof: `${told?.was} fits under the name ${told?.name}.` };
}
