import { createHash, createHmac, createSecretKey } from 'node:crypto';
import type { Credential, Evidence } from '../providers/provider.ts';
import { sameBytes } from './bytes.ts';
import { type KeyForm, keyForms } from './keys.ts';
import { signatureTokens } from './signature-text.ts';

const HASHES = ['sha256', 'sha1', 'sha512', 'sha384', 'md5'] as const;
export type HashName = (typeof HASHES)[number];
const HASH_BYTES: Record<HashName, number> = { sha256: 32, sha1: 20, sha512: 64, sha384: 48, md5: 16 };

/** The hash functions whose digests have this many bytes. */
export const hashesOf = (sizeBytes: number): readonly HashName[] =>
  HASHES.filter((name) => HASH_BYTES[name] === sizeBytes);

/** A key object: handing bytes to createHmac costs four times as much as the HMAC of a short text. */
export const hmac = (hash: HashName, key: Uint8Array, data: Uint8Array): Uint8Array =>
  createHmac(hash, createSecretKey(key)).update(data).digest();
export const digest = (hash: HashName, data: Uint8Array): Uint8Array => createHash(hash).update(data).digest();

/** What a provider's own rule turned out to be: an HMAC of the signed bytes. */
export interface Rule {
  readonly hash: HashName;
  readonly key: KeyForm;
  readonly expected: Uint8Array;
}

/** Reproduce `evidence.expected` as an HMAC of `evidence.signed`; null when it is something else. */
export function ruleOf(evidence: Evidence, credential: Credential): Rule | null {
  if (evidence.signed === null || evidence.expected === null) return null;
  for (const token of signatureTokens(evidence.expected)) {
    for (const hash of hashesOf(token.bytes.byteLength)) {
      for (const key of keyForms(credential.value)) {
        if (sameBytes(hmac(hash, key.bytes, evidence.signed), token.bytes)) {
          return { hash, key, expected: token.bytes };
        }
      }
    }
  }
  return null;
}
