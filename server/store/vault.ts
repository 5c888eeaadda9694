import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../contract/problem.ts';

/** Seals secrets at rest with AES-256-GCM. Sealed bytes: 12 of nonce, 16 of tag, then the text. */
export interface Vault {
  readonly storage: 'os-keychain' | 'key-file';
  seal(text: string): Buffer;
  /** null when the key does not fit. */
  open(sealed: Uint8Array): string | null;
}

const KEY_BYTES = 32;
export const KEY_FILE = 'secrets.key';

/** With `keyBase64` (kept by the system's keychain, handed over by the desktop) or a key file of mode 0600 in the data folder. */
export function openVault(dataDir: string, keyBase64: string | null): Vault {
  const key = keyBase64 === null ? keyFromFile(join(dataDir, KEY_FILE)) : Buffer.from(keyBase64, 'base64');
  if (key.length !== KEY_BYTES)
    throw new Problem('data-broken', `the key of the secrets has ${key.length} bytes, not ${KEY_BYTES}`);
  return {
    storage: keyBase64 === null ? 'key-file' : 'os-keychain',
    seal(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open(sealed) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
        decipher.setAuthTag(sealed.subarray(12, 28));
        return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

function keyFromFile(file: string): Buffer {
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  const key = randomBytes(KEY_BYTES);
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return key;
}
