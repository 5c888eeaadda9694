/** How a provider writes the time of signing. */
/** `s-or-ms` tells the two apart by their length. */
export type TimeUnit = 's' | 'ms' | 's-or-ms' | 'iso' | 'http-date';

const NO_ZONE = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/;

/** A stated time as Unix milliseconds; null when it does not have the unit's form. ISO times without a zone are UTC. */
export function readTime(text: string, unit: TimeUnit): number | null {
  if (unit === 's' || unit === 'ms' || unit === 's-or-ms') {
    if (!/^\d{1,16}(\.\d{1,9})?$/.test(text)) return null;
    return unit === 'ms' || (unit === 's-or-ms' && text.length > 11) ? Number(text) : Number(text) * 1000;
  }
  if (!/\d/.test(text) || text.length > 64) return null;
  const at = Date.parse(unit === 'iso' && NO_ZONE.test(text) ? `${text}Z` : text);
  return Number.isNaN(at) ? null : at;
}

/** A time in the provider's form. */
export function writeTime(atMs: number, unit: TimeUnit): string {
  switch (unit) {
    case 's':
    case 's-or-ms':
      return String(Math.floor(atMs / 1000));
    case 'ms':
      return String(Math.floor(atMs));
    case 'iso':
      return new Date(atMs).toISOString();
    case 'http-date':
      return new Date(atMs).toUTCString();
  }
}

/** The unit in words, for sentences. */
export const UNIT_FORM: Readonly<Record<TimeUnit, string>> = {
  s: 'Unix seconds',
  ms: 'Unix milliseconds',
  's-or-ms': 'Unix seconds or milliseconds',
  iso: 'an ISO 8601 time',
  'http-date': 'an HTTP date',
};
