/** Slugs are 26 characters of Crockford's base 32: 130 bits. */
export const SLUG_LENGTH = 26;
/** Slashes may be doubled: senders are given a base address with a slash at its end, and put their path behind it. */
const IN_TARGET = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*)?\/+e\/+([0-9a-hjkmnp-tv-z]{26})(?=[/?#]|$)/;
/** Absolute form (RFC 9112, 3.2.2): scheme and authority come before the path. */
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** The slug in a request target (origin or absolute form, RFC 9112, 3.2), or null. Slugs are compared exactly, in lower case. */
export const slugOf = (target: string): string | null => IN_TARGET.exec(target)?.[1] ?? null;

/** A request target in origin form, verbatim: without scheme and authority where it has them. */
export const originForm = (target: string): string => target.replace(AUTHORITY, '');

/**
 * The part of a request target below its endpoint, with its query, verbatim: `''`, `?a=1`, `/orders/%zz?a=1`. The slug may be one that
 * its endpoint has no more. A target that does not lie below an endpoint (an imported one) is returned whole, in origin form.
 */
export function belowEndpoint(target: string): string {
  const own = IN_TARGET.exec(target);
  return own === null ? originForm(target) : target.slice(own[0].length);
}
