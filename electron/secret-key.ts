import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SafeStorage } from 'electron';

/** The key as the operating system's keychain wrapped it, in the data folder. */
const WRAPPED = 'secrets.key.wrapped';
const KEY_BYTES = 32;

export interface KeyPlace {
  readonly safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  >;
  readonly platform: NodeJS.Platform;
  readonly dataDir: string;
  /** Name of the server's own key file in the data folder. */
  readonly keyFile: string;
  readonly randomBytes: (size: number) => Uint8Array;
}

/**
 * The key that stored secrets are encrypted with, base64, kept in the data folder wrapped by the keychain; made at the first
 * start. null where there is no keychain, or where the folder already has a key file: secrets written with that key stay
 * readable. Throws one sentence when the keychain no longer unwraps the key.
 */
export async function obtainSecretKey({
  safeStorage,
  platform,
  dataDir,
  keyFile,
  randomBytes,
}: KeyPlace): Promise<string | null> {
  const file = join(dataDir, WRAPPED);
  if (existsSync(file)) return unwrap(safeStorage, file);
  if (existsSync(join(dataDir, keyFile)) || !(await hasKeychain(safeStorage, platform))) return null;
  const key = Buffer.from(randomBytes(KEY_BYTES)).toString('base64');
  writeFileSync(file, await safeStorage.encryptStringAsync(key), { mode: 0o600, flag: 'wx' });
  return key;
}

async function unwrap(safeStorage: KeyPlace['safeStorage'], file: string): Promise<string> {
  try {
    return (await safeStorage.decryptStringAsync(readFileSync(file))).result;
  } catch (cause) {
    const sentence = `The system's keychain did not give back the key of your stored secrets. Unlock it and try again, or move ${file} away and add the secrets anew.`;
    throw new Error(sentence, { cause });
  }
}

/** On Linux without a password manager, Electron "encrypts" with a password that is built in: no better than a key file. */
async function hasKeychain(safeStorage: KeyPlace['safeStorage'], platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return false;
  return safeStorage.isAsyncEncryptionAvailable();
}
