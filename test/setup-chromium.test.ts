import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumCandidates, findChromium } from '../tools/chromium.mjs';

describe('the search for Chromium', () => {
  it.each([
    ['linux', { PATH: '/opt/bin:relative' }, '/opt/bin/google-chrome'],
    ['linux', {}, '/usr/bin/chromium'],
    ['darwin', { HOME: '/Users/me' }, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
    ['darwin', { HOME: '/Users/me' }, '/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium'],
    ['win32', { PROGRAMFILES: 'C:\\Program Files' }, 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\me' }, 'C:\\Users\\me\\Microsoft\\Edge\\Application\\msedge.exe'],
  ] as const)('looks on %s with %j at %s', (platform, env, path) => {
    expect(chromiumCandidates(platform, env)).toContain(path);
  });

  it('takes CHROMIUM_PATH and nothing else when it is set, so that a wrong one is noticed', () => {
    expect(chromiumCandidates('linux', { CHROMIUM_PATH: '/my/chrome' })).toEqual(['/my/chrome']);
    expect(findChromium('linux', { CHROMIUM_PATH: '/my/chrome' })).toBeNull();
  });

  it.skipIf(process.platform === 'win32')('passes over a file that cannot be run', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hookglass-chromium-')), 'chrome');
    writeFileSync(path, '');
    expect(findChromium('linux', { CHROMIUM_PATH: path })).toBeNull();
    chmodSync(path, 0o700);
    expect(findChromium('linux', { CHROMIUM_PATH: path })).toBe(path);
  });
});
