import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { obtainSecretKey } from '../electron/secret-key.ts';
import { electron, fake, resetFake } from './support/fake-electron.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
let dataDir = '';

function obtain(platform: NodeJS.Platform = 'linux'): Promise<string | null> {
  return obtainSecretKey({
    // The fake has the four functions that are asked for, with narrower results than the real ones.
    safeStorage: electron.safeStorage as Parameters<typeof obtainSecretKey>[0]['safeStorage'],
    platform,
    dataDir,
    keyFile: 'secrets.key',
    randomBytes: (size) => Buffer.alloc(size, 7),
  });
}

beforeEach(() => {
  resetFake();
  dataDir = mkdtempSync(join(tmpdir(), 'hookglass-key-'));
});

describe('the key of the stored secrets', () => {
  it('is made once, wrapped by the keychain, and unwrapped at the next start', async () => {
    fake.keychain = true;
    expect(await obtain()).toBe(KEY);
    const file = join(dataDir, 'secrets.key.wrapped');
    expect(readFileSync(file, 'utf8')).toBe(`wrapped:${KEY}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await obtain()).toBe(KEY);
  });

  it("is left to the server's key file where there is no keychain worth the name", async () => {
    expect(await obtain('linux')).toBeNull();
    expect(await obtain('win32')).toBeNull();
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('stays in the key file of a folder that has one, so that its secrets stay readable', async () => {
    fake.keychain = true;
    writeFileSync(join(dataDir, 'secrets.key'), 'key of the server');
    expect(await obtain()).toBeNull();
    expect(readdirSync(dataDir)).toEqual(['secrets.key']);
  });

  it('is never replaced when the keychain does not give it back', async () => {
    fake.keychain = true;
    const file = join(dataDir, 'secrets.key.wrapped');
    writeFileSync(file, 'wrapped by another keychain'.slice(8));
    await expect(obtain()).rejects.toThrow(/keychain did not give back the key.*Unlock it and try again/);
    expect(readFileSync(file, 'utf8')).toBe('by another keychain');
  });
});
