import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

/**
 * Install the official libraries of test/oracles, once: they weigh more than the rest together, and only tests use them. Where no
 * registry can be reached, says so; the tests that need one are then skipped with their reason.
 */
export function ensureOracles(): void {
  const folder = join(ROOT, 'test', 'oracles');
  if (existsSync(join(folder, 'node_modules', '.package-lock.json'))) return;
  console.log('Installing the official libraries that the signature tests compare with …');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    shell: process.platform === 'win32',
    timeout: 300_000,
  });
  if (status !== 0) console.log('They cannot be had here; the tests that need them are skipped.');
}
