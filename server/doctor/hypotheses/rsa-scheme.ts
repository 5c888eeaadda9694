import { constants, type KeyObject, verify } from 'node:crypto';
import type { Case, Hypothesis } from '../hypothesis.ts';
import { publicKey } from '../jwt.ts';
import { bareSignature, base64Bytes } from '../signature-text.ts';

const HASHES = ['sha256', 'sha1', 'sha512', 'sha384'] as const;
const PADDINGS = [
  { padding: constants.RSA_PKCS1_PADDING, name: 'PKCS#1 v1.5' },
  { padding: constants.RSA_PKCS1_PSS_PADDING, name: 'PSS' },
] as const;

/** The right RSA key over the very bytes that the provider signs, with another padding or hash function. */
export const rsaScheme: Hypothesis = {
  code: 'wrong-algorithm',
  tried: 'The RSA signature with the other padding (PSS, PKCS#1 v1.5) and the other hash functions.',
  on: 'signature',
  find: (of) => {
    const signed = of.evidence?.signed;
    if (signed == null) return null;
    for (const { value } of of.own.slice(0, 2)) {
      const key = publicKey(value);
      if (key?.asymmetricKeyType !== 'rsa') continue;
      for (const text of of.received.slice(0, 2)) {
        const made = madeWith(of, key, signed, base64Bytes(bareSignature(text)));
        if (made !== null)
          return { code: 'wrong-algorithm', proof: `The signature fits as RSA with ${made}, over the right bytes.` };
      }
    }
    return null;
  },
};

function madeWith(of: Case, key: KeyObject, signed: Uint8Array, signature: Uint8Array | null): string | null {
  if (signature === null) return null;
  for (const { padding, name } of PADDINGS) {
    for (const hash of HASHES) {
      if (!of.mayCompute(signed)) return null;
      if (verify(hash, signed, { key, padding }, signature)) return `${name} and ${hash}`;
    }
  }
  return null;
}
