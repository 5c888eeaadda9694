import { createHmac, createSecretKey } from 'node:crypto';
import type { View } from '../reading/view.ts';
import { decodedKey, type KeyRule } from './key.ts';
import { keyed, type TimeRule } from './keyed.ts';
import { evidence, invalid, malformedHeader, missingHeader } from './outcome.ts';
import { ed25519 } from './public-key-scheme.ts';
import type { Scheme } from './scheme.ts';
import { READ_ENTRIES, type Wrapper } from './wrapper.ts';

/** The three headers of one spelling. */
export interface HeaderNames {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

export const WEBHOOK_HEADERS: HeaderNames = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
};
export const SVIX_HEADERS: HeaderNames = { id: 'svix-id', timestamp: 'svix-timestamp', signature: 'svix-signature' };

export interface StandardWebhooksOptions {
  /** Spellings of the headers; the first whose signature is there counts, the first of all is written. */
  readonly headers?: readonly [HeaderNames, ...HeaderNames[]];
  readonly key?: KeyRule;
  /** Seconds, both ways; null where the provider's library sets no window. */
  readonly toleranceS?: number | null;
  /** A signature without `v1,` before it: refused unless given, as the reference libraries do. */
  readonly unversioned?: 'accepted' | 'refused';
}

/** `whsec_` and base64 of the key; the prefix may be missing. */
export const whsecKey: KeyRule = {
  wants: '`whsec_` and base64',
  keys: ({ value }) => decodedKey(value.startsWith('whsec_') ? value.slice('whsec_'.length) : value),
};

/** `whsec_` and base64 of the key; without the prefix, the text itself is the key. */
export const whsecOrTextKey: KeyRule = {
  wants: '`whsec_` and base64, or the secret as text',
  keys: ({ value }) => {
    if (value.startsWith('whsec_')) return decodedKey(value.slice('whsec_'.length));
    return value === '' ? null : [Buffer.from(value, 'utf8')];
  },
};

/**
 * Standard Webhooks 1.0 (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md), of which Svix is the
 * origin: HMAC-SHA256 (`v1`) or Ed25519 (`v1a`, with a `whpk_` key) of `{id}.{timestamp}.{body}`, base64, any of a list.
 */
export function standardWebhooks(options: StandardWebhooksOptions = {}): Scheme {
  const { headers = [WEBHOOK_HEADERS], key = whsecKey, toleranceS = 300, unversioned = 'refused' } = options;
  const time: TimeRule = { unit: 's', toleranceS, ...(toleranceS === null ? {} : { aheadS: toleranceS }) };
  const signed = '{id}.{timestamp}.{body}';
  const symmetric = keyed({
    name: 'Standard Webhooks v1, HMAC-SHA256 of {id}.{timestamp}.{body}, base64',
    wrapper: listWrapper(headers, 'v1', unversioned),
    signed,
    key,
    time,
    prepare: (bytes) => createSecretKey(bytes),
    compute: (secret, message) => createHmac('sha256', secret).update(message).digest('base64'),
  });
  const asymmetric = ed25519({
    name: 'Standard Webhooks v1a, Ed25519 of {id}.{timestamp}.{body}, base64',
    wrapper: listWrapper(headers, 'v1a', 'refused'),
    signed,
    time,
    encoding: 'base64',
  });
  const chosen = (value: string) => (/^wh[ps]k_|-----BEGIN /.test(value) ? asymmetric : symmetric);
  return {
    name: symmetric.name,
    proves: 'bytes',
    carried: symmetric.carried,
    check: (request, credential, nowMs) => chosen(credential.value).check(request, credential, nowMs),
    sign: (request, credential, nowMs) => chosen(credential.value).sign!(request, credential, nowMs),
  };
}

/** The signature list `v1,<base64> v1a,<base64>`, of which only one version is read. */
function listWrapper(
  spellings: readonly [HeaderNames, ...HeaderNames[]],
  version: 'v1' | 'v1a',
  unversioned: 'accepted' | 'refused',
): Wrapper {
  const first = spellings[0];
  const present = (view: View) => spellings.find(({ signature }) => view.header(signature.toLowerCase()) !== undefined);
  return {
    names: [first.signature, first.id, first.timestamp],
    carried: (view) => present(view) !== undefined,
    read: (view, scheme) => {
      const names = present(view);
      if (names === undefined) return missingHeader(scheme, first.signature);
      const id = view.header(names.id.toLowerCase());
      const timestamp = view.header(names.timestamp.toLowerCase());
      if (id === undefined) return missingHeader(scheme, names.id);
      if (timestamp === undefined) return missingHeader(scheme, names.timestamp);
      const received = view.headers.get(names.signature.toLowerCase())!.join(' ');
      const entries = received.split(' ', READ_ENTRIES).filter((entry) => entry !== '');
      const signatures = entries.flatMap((entry) => signatureOf(entry, version, unversioned));
      if (signatures.length > 0) return { signatures, timestamp, id };
      const versions = entries.filter((entry) => /^\w{1,20},./.test(entry)).map((entry) => entry.split(',')[0]!);
      if (versions.length === 0) return malformedHeader(scheme, names.signature, received, `\`${version},<base64>\``);
      const sentence = `The ${names.signature} header has no ${version} signature, only ${versions.slice(0, 5).join(', ')}.`;
      return invalid('no-known-scheme', sentence, evidence(scheme, { received }));
    },
    write: ({ signature, timestamp, id }) => ({
      headers: [
        [first.id, id],
        [first.timestamp, timestamp],
        [first.signature, `${version},${signature}`],
      ],
    }),
  };
}

function signatureOf(entry: string, version: string, unversioned: 'accepted' | 'refused'): readonly string[] {
  const comma = entry.indexOf(',');
  if (comma < 0) return unversioned === 'accepted' && entry.length >= 40 ? [entry] : [];
  return entry.slice(0, comma) === version && entry.length > comma + 1 ? [entry.slice(comma + 1)] : [];
}
