import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../tools/build.ts';

/** Hookglass as npm installs it, with a cache and a data folder of its own. */
export interface Installed {
  readonly command: string;
  readonly dataDir: string;
  /** What its processes are started with. */
  readonly env: NodeJS.ProcessEnv;
  remove(): void;
}

/** Lay out in a temporary folder what an installation holds, built code alone, beside the packages of this checkout. */
export function layOut(): Installed {
  buildIfStale('everything');
  const root = mkdtempSync(join(tmpdir(), 'hookglass-start-'));
  const own = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  for (const name of ['bin', 'dist', 'package.json']) cpSync(own(name), join(root, name), { recursive: true });
  symlinkSync(own('node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'home'));
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:npm_|NODE_|XDG_|HOOKGLASS_)/.test(name));
  const env = { ...Object.fromEntries(kept), HOME: join(root, 'home'), LOCALAPPDATA: join(root, 'home') };
  return {
    command: join(root, 'bin', 'hookglass.mjs'),
    dataDir: join(root, 'data'),
    env,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
