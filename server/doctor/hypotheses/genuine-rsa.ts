import { constants, createHash, type KeyObject, publicDecrypt } from 'node:crypto';
import type { Hypothesis } from '../hypothesis.ts';
import { publicKey } from '../jwt.ts';
import { bareSignature, base64Bytes } from '../signature-text.ts';

/** DigestInfo prefixes of RFC 8017, 9.2, note 1. */
const DIGEST_INFOS = [
  '3021300906052b0e03021a05000414',
  '3031300d060960864801650304020105000420',
  '3051300d060960864801650304020305000440',
];

/**
 * An RSA signature opened with the public key shows whether it was made with the matching private key, whatever was signed.
 * If so, key and signature are right, and the signed bytes are not.
 */
export const genuineRsa: Hypothesis = {
  code: 'body-changed',
  tried: 'Whether the RSA signature was made with the private key that belongs to the stored public key.',
  on: 'body',
  find: (of) => {
    for (const { value, extra } of of.own.slice(0, 3)) {
      const key = Object.keys(extra).length === 0 ? publicKey(value) : null;
      if (key?.asymmetricKeyType !== 'rsa') continue;
      for (const text of of.received.slice(0, 6)) {
        if (opensAs(key, base64Bytes(bareSignature(text)))) {
          return { code: 'body-changed', proof: 'The signature was made with the right key, but over other bytes.' };
        }
      }
    }
    return null;
  },
};

function opensAs(key: KeyObject, signature: Uint8Array | null): boolean {
  if (signature === null) return false;
  try {
    const block = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
    return isPkcs1(block) || isPss(block);
  } catch {
    return false;
  }
}

/** 00 01 FF … FF 00 DigestInfo (RFC 8017, 9.2). */
function isPkcs1(block: Buffer): boolean {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 1 || end < 10) return false;
  const info = block.subarray(end + 1).toString('hex');
  return (
    block.subarray(2, end).every((byte) => byte === 0xff) && DIGEST_INFOS.some((prefix) => info.startsWith(prefix))
  );
}

const SALT_BYTES = [20, 32, 48, 64, 222];

/** maskedDB ∥ H ∥ BC, where unmasking gives 00 … 00 01 salt (RFC 8017, 9.1.2) with MGF1 over SHA-256. */
function isPss(block: Buffer): boolean {
  if (block.at(-1) !== 0xbc) return false;
  const masked = block.subarray(0, block.length - 33);
  const pad = mask(block.subarray(block.length - 33, -1), masked.length);
  const unmasked = masked.map((byte, at) => byte ^ (pad[at] ?? 0));
  unmasked[0] = (unmasked[0] ?? 0) & 0x7f;
  const one = unmasked.findIndex((byte) => byte !== 0);
  return one >= 0 && unmasked[one] === 1 && SALT_BYTES.includes(masked.length - one - 1);
}

function mask(seed: Buffer, length: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; parts.length * 32 < length; counter++) {
    parts.push(
      createHash('sha256')
        .update(seed)
        .update(Buffer.from([0, 0, 0, counter]))
        .digest(),
    );
  }
  return Buffer.concat(parts).subarray(0, length);
}
