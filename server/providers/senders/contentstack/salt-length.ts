import { constants, createHash, type KeyObject, publicEncrypt } from 'node:crypto';

const HASH_BYTES = 32;

/**
 * Length of the salt in an RSA-PSS SHA-256 signature (RFC 8017, 9.1.2), read from the encoded message itself; null when the
 * signature has no such form. It proves nothing: verify first.
 */
export function saltLength(key: KeyObject, signature: Uint8Array): number | null {
  const encoded = encodedMessage(key, signature);
  if (encoded === null || encoded.at(-1) !== 0xbc) return null;
  const dbBytes = encoded.length - HASH_BYTES - 1;
  const hash = encoded.subarray(dbBytes, dbBytes + HASH_BYTES);
  const mask = mgf1(hash, dbBytes);
  const block = Buffer.from(encoded.subarray(0, dbBytes).map((byte, at) => byte ^ mask[at]!));
  block[0] = block[0]! & 0x7f;
  const one = block.findIndex((byte) => byte !== 0);
  return one < 0 || block[one] !== 1 ? null : block.length - one - 1;
}

/** The public operation on the signature: modulus-length bytes. */
function encodedMessage(key: KeyObject, signature: Uint8Array): Buffer | null {
  try {
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return null;
  }
}

/** MGF1 with SHA-256 (RFC 8017, B.2.1). */
function mgf1(seed: Uint8Array, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0; blocks.length * HASH_BYTES < length; counter++) {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    blocks.push(createHash('sha256').update(seed).update(count).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}
