import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What @electron/fuses looks for in the binary, and the state of the nine fuses as Electron ships them. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = '111111111';

/**
 * A folder that the builder takes for an unpacked Electron for Linux: the files it touches, with an executable that holds
 * nothing but the fuses. Packaging with it shows everything but the binary itself.
 */
export function makeStandInElectron(folder: string, version: string): string {
  mkdirSync(join(folder, 'resources'), { recursive: true });
  mkdirSync(join(folder, 'locales'));
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from(FUSES)]);
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.alloc(64, 0x7f), wire, Buffer.alloc(64)]));
  chmodSync(join(folder, 'electron'), 0o755);
  for (const file of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak']) {
    writeFileSync(join(folder, file), '');
  }
  writeFileSync(join(folder, 'version'), version);
  return folder;
}

/** State of the fuses of a binary, in the order of @electron/fuses' FuseV1Options: true is on. */
export function readFuses(binary: Buffer): readonly boolean[] {
  const at = binary.indexOf(SENTINEL) + SENTINEL.length;
  const count = binary[at + 1] ?? 0;
  return [...binary.subarray(at + 2, at + 2 + count)].map((state) => state === 0x31);
}
