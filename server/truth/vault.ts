import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../contract/problem.ts';
import { KEY_FILE } from './data-folder.ts';
import { replaceFile } from './replace-file.ts';

/** Seals secrets at rest with AES-256-GCM. Sealed bytes: 12 of nonce, 16 of tag, then the text. */
export interface Vault {
  readonly storage: 'os-keychain' | 'key-file';
  seal(text: string): Buffer;
  /** null when the key does not fit. */
  open(sealed: Uint8Array): string | null;
}

const KEY_BYTES = 32;

export { KEY_FILE } from './data-folder.ts';

/**
 * With `keyBase64` (kept by the system's keychain, handed over by the desktop) or a key file of mode 0600 in the data folder.
 * A key file that is damaged is replaced where nothing is `sealed` yet; throws Problem `key-broken` otherwise.
 */
export function openVault(dataDir: string, keyBase64: string | null, sealed: () => boolean = () => true): Vault {
  const key = keyBase64 === null ? keyFromFile(join(dataDir, KEY_FILE), sealed) : Buffer.from(keyBase64, 'base64');
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

/** Whether a vault with a key file opens without making one. */
export function hasKey(dataDir: string): boolean {
  const file = join(dataDir, KEY_FILE);
  return existsSync(file) && keptKey(file).length === KEY_BYTES;
}

const keptKey = (file: string): Buffer => Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');

function keyFromFile(file: string, sealed: () => boolean): Buffer {
  if (existsSync(file)) {
    const kept = keptKey(file);
    if (kept.length === KEY_BYTES) return kept;
    if (sealed()) throw new Problem('key-broken', `${file} has ${kept.length} bytes of key, not ${KEY_BYTES}`);
  }
  const key = randomBytes(KEY_BYTES);
  replaceFile(file, `${key.toString('base64')}\n`);
  return key;
}
