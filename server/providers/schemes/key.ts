import type { Credential } from '../provider.ts';

/** Turn a credential into the candidate keys of a scheme; null when it cannot be one, with `wants` saying what would be. */
export interface KeyRule {
  readonly wants: string;
  keys(credential: Credential): readonly Uint8Array[] | null;
}

const one = (bytes: Uint8Array): readonly Uint8Array[] | null => (bytes.length === 0 ? null : [bytes]);
const text = (value: string): Uint8Array => Buffer.from(value, 'utf8');

/** The secret's text as it stands is the key. */
export const textKey: KeyRule = { wants: 'the secret as text', keys: ({ value }) => one(text(value)) };

/**
 * The key in a text of base64, in either alphabet, padded or not. null for any other character: a blank, a newline or a
 * quote in the secret makes most libraries refuse it, and the others skip it in silence.
 */
export const decodedKey = (text: string): readonly Uint8Array[] | null =>
  /^[\w+/-]+={0,2}$/.test(text) ? one(Buffer.from(text, 'base64')) : null;

/** The secret is base64 of the key. */
export const base64Key: KeyRule = {
  wants: 'the secret in base64',
  keys: ({ value }) => decodedKey(value),
};

/** The secret is hex of the key. */
export const hexKey: KeyRule = {
  wants: 'the secret in hex',
  keys: ({ value }) => (/^([0-9a-f]{2})+$/i.test(value) ? [Buffer.from(value, 'hex')] : null),
};

/** The secret's text after a rewriting, such as Unicode normalisation. */
export const rewrittenKey = (rewrite: (value: string) => string): KeyRule => ({
  wants: 'the secret as text',
  keys: ({ value }) => one(text(rewrite(value))),
});

/**
 * A second input of a credential under any of its `names`; case and punctuation do not matter, so `btPublicKey`,
 * `bt_public_key` and `BT-Public-Key` are one name.
 */
export function extraOf(credential: Credential, ...names: readonly string[]): string | undefined {
  const wanted = new Set(names.map(bare));
  for (const [name, value] of Object.entries(credential.extra)) if (wanted.has(bare(name))) return value;
  return undefined;
}

const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
