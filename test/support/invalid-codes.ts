import type { InvalidCode } from '../../server/providers/provider.ts';

/** The type makes sure that none is missing. */
const ALL: Readonly<Record<InvalidCode, true>> = {
  'signature-differs': true,
  'missing-header': true,
  'malformed-header': true,
  'timestamp-in-future': true,
  'bad-credential': true,
  'no-known-scheme': true,
  'key-id-mismatch': true,
  'cert-url-not-trusted': true,
  'algorithm-not-allowed': true,
  'body-changed': true,
  'body-reserialized': true,
  'url-differs': true,
  'claim-differs': true,
};

/** Every reason for which a check says `invalid`, in the order of the docs. */
export const INVALID_CODES: readonly string[] = Object.keys(ALL);
