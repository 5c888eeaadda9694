import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../tools/build.ts';
import { exitCodeOf, type Tally, tallyLines } from '../tools/test-tally.ts';

const TESTS = {
  'fine.test.ts': `import { it } from 'vitest'; it('a', () => {}); it('b', () => {});`,
  'mixed.test.ts': `import { describe, it, expect } from 'vitest';
    describe('part', () => { it('fails', () => expect(1).toBe(2)); it('is left out', (context) => context.skip('no such thing here')); });
    it.skip('is not wanted', () => {});`,
  'broken.test.ts': `throw new Error('cannot be loaded');`,
  'unready.test.ts': `import { beforeAll, describe, it } from 'vitest';
    describe('part', () => { beforeAll(() => { throw new Error('no set-up'); }); it('never runs', () => {}); });`,
};

describe('the tally of a test run', () => {
  // Inside the project, where the tests find vitest.
  const cache = join(ROOT, 'node_modules/.cache');
  let folder = '';
  let tally: Tally;

  beforeAll(() => {
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'tally-'));
    for (const [name, text] of Object.entries(TESTS)) writeFileSync(join(folder, name), text);
    const code = `import { startVitest } from 'vitest/node';
      import { tallyReporter } from ${JSON.stringify(new URL('../tools/test-tally.ts', import.meta.url).href)};
      const tally = { passed: 0, failed: 0, skipped: [] };
      const options = { root: ${JSON.stringify(folder)}, config: false, watch: false, exclude: [], reporters: [tallyReporter(tally)] };
      await (await startVitest('test', [], options)).close();
      console.log(JSON.stringify(tally));
      process.exit(0);`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8' });
    tally = JSON.parse(run.stdout);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('counts files that cannot be loaded and suites that cannot be set up as failures', () => {
    expect(tally.passed).toBe(2);
    expect(tally.failed).toBe(3);
  });

  it('names every skipped test with its reason', () => {
    expect([...tally.skipped].sort()).toEqual([
      'mixed.test.ts > is not wanted: no reason given',
      'mixed.test.ts > part > is left out: no such thing here',
      'unready.test.ts > part > never runs: no reason given',
    ]);
  });

  it.each([
    [{ passed: 3, failed: 0, skipped: [] }, 0, ['3 passed, 0 failed, 0 skipped']],
    [{ passed: 3, failed: 0, skipped: ['a: why'] }, 0, ['Skipped:', '  a: why', '3 passed, 0 failed, 1 skipped']],
    [{ passed: 3, failed: 1, skipped: [] }, 1, ['3 passed, 1 failed, 0 skipped']],
    [{ passed: 0, failed: 0, skipped: [] }, 1, ['0 passed, 0 failed, 0 skipped']],
  ])('of %j is exit code %i', (counted, exitCode, lines) => {
    expect(exitCodeOf(counted)).toBe(exitCode);
    expect(tallyLines(counted)).toEqual(lines);
  });
});
