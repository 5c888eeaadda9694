import { textOf } from '../bytes.ts';
import { textDifference } from '../difference.ts';
import type { Case, Finding, Hypothesis } from '../hypothesis.ts';
import { withLine } from '../request-changes.ts';
import { isSigned, statedTimestamps, unique } from '../stated.ts';

const MINUTE_S = 60;

/** Seconds where milliseconds are needed, or the other way round. */
export const timestampUnit: Hypothesis = {
  code: 'timestamp-unit',
  tried: 'The timestamp in seconds, in milliseconds and as a date.',
  on: 'headers',
  find: (of) => replaced(of, 'timestamp-unit', units),
};

/** Another moment than the signed one: a few seconds off, or one that stands elsewhere in the delivery. */
export const timestampChanged: Hypothesis = {
  code: 'timestamp-changed',
  tried: 'The other times of the delivery as its timestamp, and the seconds around it.',
  on: 'headers',
  costly: true,
  find: (of) => {
    if (of.evidence?.signed != null && !isSigned(of, statedTimestamps(of))) return null;
    const elsewhere = timesElsewhere(of);
    return replaced(of, 'timestamp-changed', (stated) => [...elsewhere, ...around(stated, of.request.body.byteLength)]);
  },
};

function replaced(of: Case, code: Finding['code'], others: (stated: string) => Iterable<string>): Finding | null {
  for (const stated of statedTimestamps(of)) {
    for (const other of others(stated)) {
      if (of.isSpent()) return null;
      if (other === stated) continue;
      for (const [at, [name, value]] of of.request.headers.entries()) {
        if (!value.includes(stated)) continue;
        const changed = value.replace(stated, other);
        if (of.fits(withLine(of.request, at, [name, changed]))) {
          return {
            code,
            proof: `The signature fits with ${other} as the timestamp.`,
            difference: textDifference(value, changed),
          };
        }
      }
    }
  }
  return null;
}

/** The same moment in the other units and ways of writing. */
export function* units(stated: string): Generator<string> {
  if (/^\d{9,11}$/.test(stated)) {
    yield `${stated}000`;
    yield new Date(Number(stated) * 1000).toISOString();
    yield new Date(Number(stated) * 1000).toISOString().replace('.000Z', 'Z');
    return;
  }
  const ms = momentOf(stated);
  if (!Number.isFinite(ms) || Math.abs(ms) > 8.64e15) return;
  yield String(Math.floor(ms / 1000));
  yield String(Math.round(ms / 1000));
  yield String(Math.floor(ms));
  yield new Date(ms).toISOString();
  yield new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Unix milliseconds of a time as programs write it: seconds with a fraction or exponent, ms, µs, ns, ISO 8601, an HTTP date. */
function momentOf(stated: string): number {
  const text = stated.trim();
  if (/^\d{9,11}\.\d+$/.test(text) || /^\d(?:\.\d+)?e\+?(?:9|1[0-9])$/i.test(text)) return inMs(Number(text));
  if (/^\d{12,20}$/.test(text)) return inMs(Number(text));
  const dateLike = text.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)(?: ?UTC)?$/, '$1T$2Z');
  return Date.parse(dateLike);
}

/** Seconds, milliseconds, microseconds or nanoseconds, told by their size, as milliseconds. */
const inMs = (time: number): number =>
  time < 1e11 ? time * 1e3 : time < 1e14 ? time : time < 1e17 ? time / 1e3 : time / 1e6;

function timesElsewhere(of: Case): readonly string[] {
  const text = textOf(of.request.body.subarray(0, 65_536)) ?? '';
  const inHeaders = of.request.headers.flatMap(
    ([, value]) => value.match(/\d{10,13}|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g) ?? [],
  );
  const inBody = text.match(/\b1\d{9}(?:\d{3})?\b|\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g) ?? [];
  const found = unique([...inHeaders, ...inBody]).slice(0, 30);
  return unique(found.flatMap((time) => [time, ...units(time)]));
}

/** The seconds around a time, each written as that time is. */
function* around(stated: string, sizeBytes: number): Generator<string> {
  const write = writerOf(stated);
  const atMs = /^\d{9,11}$/.test(stated)
    ? Number(stated) * 1000
    : /^\d+$/.test(stated)
      ? Number(stated)
      : Date.parse(stated);
  if (write === null || !(Math.abs(atMs) < 1e14)) return;
  const reach = sizeBytes <= 8_192 ? MINUTE_S : 5;
  for (let off = 1; off <= reach; off++) {
    yield write(atMs + off * 1000);
    yield write(atMs - off * 1000);
  }
}

/** How a time is written: seconds, milliseconds, ISO 8601 in UTC, an HTTP date; null for any other form. */
function writerOf(stated: string): ((ms: number) => string) | null {
  if (/^\d{9,11}$/.test(stated)) return (ms) => String(ms / 1000);
  if (/^\d{12,14}$/.test(stated)) return String;
  const forms: readonly ((ms: number) => string)[] = [
    (ms) => new Date(ms).toISOString(),
    (ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z'),
    (ms) => new Date(ms).toUTCString(),
  ];
  const ms = Date.parse(stated);
  return Number.isFinite(ms) ? (forms.find((form) => form(ms) === stated) ?? null) : null;
}
