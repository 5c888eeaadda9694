import type { Check } from '../provider.ts';
import type { Scheme } from './scheme.ts';

/**
 * Several schemes of one provider, the safest first: the first one that the request carries decides, so that a weaker
 * signature beside a stronger one changes nothing. When it carries none, the first says what is missing. Signs with the first.
 */
export function firstCarried(first: Scheme, ...others: readonly Scheme[]): Scheme {
  const all = [first, ...others];
  return {
    ...first,
    carried: (request) => all.some((scheme) => scheme.carried(request)),
    check: (request, credential, nowMs) =>
      (all.find((scheme) => scheme.carried(request)) ?? first).check(request, credential, nowMs),
  };
}

/**
 * Several independent schemes of one provider, each with a credential of its own: any valid one wins, else the most telling
 * reason counts. When the request carries none, the first says what is missing. Signs with the first.
 */
export function anyOf(first: Scheme, ...others: readonly Scheme[]): Scheme {
  const all = [first, ...others];
  return {
    ...first,
    carried: (request) => all.some((scheme) => scheme.carried(request)),
    check: (request, credential, nowMs) => {
      let best: Check | null = null;
      for (const scheme of all) {
        if (!scheme.carried(request)) continue;
        const check = scheme.check(request, credential, nowMs);
        best = best === null ? check : moreTelling(best, check);
      }
      return best ?? first.check(request, credential, nowMs);
    },
  };
}

/** Which of two outcomes tells the user more. A compared signature tells more than a missing header; ties keep the first. */
export function moreTelling(a: Check, b: Check): Check {
  return weight(b) > weight(a) ? b : a;
}

function weight(check: Check): number {
  if (check.kind === 'valid') return check.stale ? 9 : 10;
  if (check.kind === 'unchecked') return check.code === 'cannot-be-checked' ? 1 : 0;
  switch (check.code) {
    case 'timestamp-in-future':
      return 8;
    case 'body-changed':
    case 'body-reserialized':
    case 'url-differs':
      return 7;
    case 'key-id-mismatch':
    case 'cert-url-not-trusted':
    case 'algorithm-not-allowed':
    case 'claim-differs':
      return 6;
    case 'signature-differs':
      return 5;
    case 'no-known-scheme':
      return 4;
    case 'malformed-header':
      return 3;
    case 'bad-credential':
      return 2;
    case 'missing-header':
      return 1;
  }
}
