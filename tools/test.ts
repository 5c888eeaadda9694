import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { buildIfStale, ROOT } from './build.ts';
import { ensureChromium } from './ensure-chromium.ts';
import { ensureOracles } from './ensure-oracles.ts';
import { exitCodeOf, type Tally, tallyLines, tallyReporter } from './test-tally.ts';

/** Kinds of tests by their vitest configuration. `proof` takes minutes, so it runs only when asked for. */
const SUITES = { unit: 'vitest.config.ts', browser: 'vitest.e2e.config.ts', proof: 'vitest.proof.config.ts' } as const;
type Suite = keyof typeof SUITES;
const isSuite = (word: string): word is Suite => word in SUITES;

/** Run the suites named in `words` (unit and browser when none is); other words choose test files. Returns the exit code. */
export async function runTests(words: readonly string[]): Promise<number> {
  const named = words.filter(isSuite);
  const suites: readonly Suite[] = named.length > 0 ? named : ['unit', 'browser'];
  const filters = words.filter((word) => !isSuite(word));
  const tally: Tally = { passed: 0, failed: 0, skipped: [] };
  // Hundreds of servers and worker threads are started: what Node compiled for one serves the next ("Module compile cache").
  process.env['NODE_COMPILE_CACHE'] ??= join(ROOT, 'node_modules', '.cache', 'node-compile');
  // Threads of the server are loaded from what is built below.
  process.env['HOOKGLASS_BUILT_THREADS'] = '1';
  // Temporary folders of the tests, and of what they start, are gone with the run.
  const folder = mkdtempSync(join(tmpdir(), 'hg-test-'));
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  try {
    if (suites.some((suite) => suite !== 'unit')) process.env['CHROMIUM_PATH'] = ensureChromium();
    buildIfStale('everything');
    if (suites.includes('unit')) ensureOracles();
    for (const suite of suites) await runSuite(suite, filters, tally);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tally.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  for (const line of tallyLines(tally)) console.log(line);
  return exitCodeOf(tally);
}

async function runSuite(suite: Suite, filters: readonly string[], tally: Tally): Promise<void> {
  const config = join(ROOT, SUITES[suite]);
  if (!existsSync(config)) throw new Error(`${SUITES[suite]} is missing.`);
  const vitest = await startVitest('test', [...filters], {
    config,
    root: ROOT,
    watch: false,
    passWithNoTests: true,
    reporters: ['default', tallyReporter(tally)],
  });
  await vitest.close();
}
