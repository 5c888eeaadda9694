import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';

const HOW: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'Install it (on Debian: apt-get install chromium; elsewhere Google Chrome will do)',
  darwin: 'Install Google Chrome or Chromium',
  win32: 'Install Google Chrome',
};

/**
 * Path of a Chromium for the browser tests. On Debian, as root, one that is missing is installed.
 * Throws one sentence that says what to install where it may not do so itself.
 */
export function ensureChromium(): string {
  const found = findChromium() ?? (mayInstall() ? installWithApt() : null);
  if (found !== null) return found;
  const how = HOW[process.platform] ?? 'Install Chromium';
  throw new Error(`The browser tests need Chromium, and none was found. ${how}, or set CHROMIUM_PATH to one.`);
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && !process.env['CHROMIUM_PATH'];
}

function installWithApt(): string | null {
  console.error("Installing Debian's Chromium for the browser tests…");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    const run = spawnSync('apt-get', ['--quiet=2', ...args], { env, encoding: 'utf8' });
    if (run.status !== 0) console.error(run.stderr || `apt-get ${args[0]} did not work: ${run.error?.message}`);
  }
  return findChromium();
}
