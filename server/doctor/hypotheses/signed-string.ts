import { concat, sameBytes } from '../bytes.ts';
import type { DiagnosisCode } from '../codes.ts';
import { extentOf } from '../difference.ts';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { type KeyForm, keyForms } from '../keys.ts';
import { ownLines } from '../own-lines.ts';
import { digest, hashesOf, hmac } from '../rule.ts';
import { shortened } from '../shortened.ts';
import type { SignatureToken } from '../signature-text.ts';
import { isSigned, statedIds, statedTimestamps } from '../stated.ts';
import { type SignedString, signedStrings } from '../templates.ts';

/** The right secret with another hash function over the very string that the provider signs. */
export const hashFunction: Hypothesis = {
  code: 'wrong-algorithm',
  tried: 'The other hash functions: SHA-1, SHA-256, SHA-384, SHA-512 and MD5.',
  on: 'signature',
  find: (of) => {
    const { rule, evidence } = of;
    if (rule === null || evidence?.signed == null) return null;
    for (const { bytes } of of.tokens) {
      for (const hash of hashesOf(bytes.byteLength)) {
        if (hash === rule.hash || !sameBytes(hmac(hash, rule.key.bytes, evidence.signed), bytes)) continue;
        return {
          code: 'wrong-algorithm',
          proof: `HMAC with ${hash} gives the signature that arrived; the rule here is ${rule.hash}.`,
        };
      }
    }
    return null;
  },
};

/** The right secret over a string that was put together in another way. */
export const template: Hypothesis = {
  code: 'wrong-template',
  tried:
    'The usual signed strings of body, timestamp, id, URL and method, with every usual hash and reading of the secret.',
  on: 'signature',
  costly: true,
  find: (of) => {
    const timestamps = statedTimestamps(of);
    const ids = statedIds(of);
    for (const { string, key, token, hash } of combinations(of, timestamps, ids)) {
      if (!sameBytes(hmac(hash, key.bytes, string.bytes), token.bytes)) continue;
      const code = templateCode(of, string, timestamps, ids);
      return { code, proof: proofOf(of, `HMAC-${hash.toUpperCase()} over ${string.name}`, key, string) };
    }
    return null;
  },
};

/** Hash of secret and data side by side instead of an HMAC. */
export const plainHash: Hypothesis = {
  code: 'not-hmac',
  tried: 'Plain hashes of secret and data, in both orders, and an HMAC with the two exchanged.',
  on: 'signature',
  costly: true,
  find: (of) => {
    for (const { string, key, token, hash } of combinations(of, statedTimestamps(of), statedIds(of))) {
      if (key.form !== 'text' && key.form !== 'base64' && key.form !== of.rule?.key.form) continue;
      for (const [made, name] of [
        [digest(hash, concat(key.bytes, string.bytes)), `${hash} of the secret followed by ${string.name}`],
        [digest(hash, concat(string.bytes, key.bytes)), `${hash} of ${string.name} followed by the secret`],
        [digest(hash, string.bytes), `${hash} of ${string.name} without any secret`],
        [hmac(hash, string.bytes, key.bytes), `an HMAC with ${string.name} as the key and the secret as the data`],
      ] as const) {
        if (sameBytes(made, token.bytes)) return { code: 'not-hmac', proof: `The signature is ${name}.` };
      }
    }
    return null;
  },
};

interface Combination {
  readonly string: SignedString;
  readonly key: KeyForm;
  readonly token: SignatureToken;
  readonly hash: ReturnType<typeof hashesOf>[number];
}

const MAX_COMBINED_BYTES = 8 * 1_048_576;

function* combinations(of: Case, timestamps: readonly string[], ids: readonly string[]): Generator<Combination> {
  const keys = of.own.slice(0, 2).flatMap(({ value }) => (value.includes('-----BEGIN') ? [] : keyForms(value)));
  const tokens = of.tokens.slice(0, 6);
  let leftBytes = MAX_COMBINED_BYTES;
  for (const string of strings(of, timestamps, ids)) {
    for (const token of tokens) {
      for (const hash of hashesOf(token.bytes.byteLength)) {
        for (const key of keys) {
          leftBytes -= string.bytes.byteLength;
          if (leftBytes < 0 || !of.mayCompute(string.bytes)) return;
          yield { string, key, token, hash };
        }
      }
    }
  }
}

function* strings(of: Case, timestamps: readonly string[], ids: readonly string[]): Generator<SignedString> {
  yield* shortened(of.evidence?.signed ?? null, { timestamps, ids });
  yield* signedStrings({ request: of.request, timestamps, ids });
}

function templateCode(
  of: Case,
  string: SignedString,
  timestamps: readonly string[],
  ids: readonly string[],
): DiagnosisCode {
  const signsId = isSigned(of, ids);
  const signsTime = isSigned(of, timestamps);
  if (signsTime && !string.hasTimestamp) return 'timestamp-not-signed';
  if (signsId && !string.hasId) return 'id-not-signed';
  const usual = of.evidence?.signed == null ? usualString(of) : null;
  return usual !== null && sameBytes(usual, string.bytes) ? 'wrong-algorithm' : 'wrong-template';
}

/** What the provider signs of this request, where the check read too little of the signature to say so. */
function usualString(of: Case): Uint8Array | null {
  const own = ownLines(of);
  const names = own.map(([name]) => name.toLowerCase());
  const others = of.request.headers.filter(([name]) => !names.includes(name.toLowerCase()));
  return of.with({ request: { ...of.request, headers: [...others, ...own] } })?.evidence?.signed ?? null;
}

function proofOf(of: Case, what: string, key: KeyForm, string: SignedString): string {
  const signed = of.evidence?.signed;
  const extent = signed == null ? '' : `; ${extentOf(signed, string.bytes)}`;
  return `${what} with ${key.how} as the key gives the signature that arrived${extent}.`;
}
