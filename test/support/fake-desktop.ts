import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fake, resetFake } from './fake-electron.ts';

export const UI_URL = 'http://127.0.0.1:7421/#code=one';
export const READY = { kind: 'ready', uiUrl: UI_URL, captureUrl: 'http://127.0.0.1:7420/e/abc' } as const;

let starts = 0;

/**
 * Run electron/main.ts on the fake of the module, with a data folder of its own, until its promises have settled. The test
 * file must have mocked `electron` with the fake.
 */
export async function startDesktop({
  dataDir = mkdtempSync(join(tmpdir(), 'hookglass-desktop-')),
  args = [],
  before = () => {},
}: {
  readonly dataDir?: string;
  readonly args?: readonly string[];
  readonly before?: () => void;
} = {}) {
  resetFake();
  before();
  const argv = process.argv;
  process.argv = ['electron', '/app', '--data', dataDir, ...args];
  // A module runs once for each address, so every start has one of its own.
  starts += 1;
  await import(/* @vite-ignore */ `../../electron/main.ts?start=${starts}`);
  process.argv = argv;
  await settle();
  return { dataDir, window: fake.windows[0], server: fake.children[0] };
}

/** Let every promise that is due have its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
