import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { whyNodeIsTooOld } from '../bin/node-version.mjs';

const COMMAND = fileURLToPath(new URL('../bin/hookglass.mjs', import.meta.url));

/** A Node of this machine that is too old for Hookglass, as `[path, version]`. */
function findOldNode(): readonly [path: string, version: string] | undefined {
  return ['/usr/local/bin/node', '/usr/bin/node']
    .map((path) => [path, String(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '').trim()] as const)
    .find(([, version]) => /^v(\d|1\d|2[01])\./.test(version));
}

describe('the check of the Node version', () => {
  it.each([
    ['v20.20.2', 'checkout', 'Hookglass needs Node 22 or newer; this is v20.20.2. Do this.'],
    ['v20.20.2', 'built', 'Hookglass needs Node 22 or newer; this is v20.20.2. Do this.'],
    ['v4.0.0', 'built', 'Hookglass needs Node 22 or newer; this is v4.0.0. Do this.'],
    ['v22.17.1', 'checkout', 'A checkout of Hookglass needs Node 22.18 or newer; this is v22.17.1. Do this.'],
    ['v23.5.0', 'checkout', 'A checkout of Hookglass needs Node 22.18 or newer; this is v23.5.0. Do this.'],
    ['v22.0.0', 'built', null],
    ['v22.18.0', 'checkout', null],
    ['v23.6.0', 'checkout', null],
    ['v24.21.0', 'checkout', null],
    ['v100.0.0', 'checkout', null],
  ] as const)('%s, %s: %j', (version, code, sentence) => {
    expect(whyNodeIsTooOld(version, code, 'Do this.')).toBe(sentence);
  });

  it('stops a real old Node with one line and exit code 2', (context) => {
    const old = findOldNode();
    if (old === undefined) return context.skip('this machine has no Node older than 22 outside the project');
    const [path, version] = old;
    const run = spawnSync(path, [COMMAND, 'deliveries', 'list'], { encoding: 'utf8' });
    expect(run).toMatchObject({ status: 2, stdout: '' });
    expect(run.stderr).toBe(
      `Hookglass needs Node 22 or newer; this is ${version}. Run it through npm (npm run -s hookglass -- …), which brings Node 24 along.\n`,
    );
  });
});
