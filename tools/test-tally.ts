import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** What test runs came to. Files and suites that could not be set up, and stray errors, count as failed. */
export interface Tally {
  passed: number;
  failed: number;
  readonly skipped: string[];
}

/** A vitest reporter that prints nothing and adds to `tally`; a skipped test is kept as `file > name: reason`. */
export function tallyReporter(tally: Tally): Reporter {
  return {
    onTestRunEnd(modules, strayErrors) {
      tally.failed += strayErrors.length;
      for (const module of modules) addModule(tally, module);
    },
  };
}

function addModule(tally: Tally, module: TestModule): void {
  const suites: readonly (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  tally.failed += suites.filter((suite) => suite.errors().length > 0).length;
  for (const test of module.children.allTests()) {
    const result = test.result();
    if (result.state === 'passed') tally.passed += 1;
    else if (result.state === 'failed') tally.failed += 1;
    else {
      const reason = (result.state === 'skipped' && result.note) || 'no reason given';
      tally.skipped.push(`${module.relativeModuleId} > ${test.fullName}: ${reason}`);
    }
  }
}

/** The last lines of a run: every skipped test with its reason, then `N passed, N failed, N skipped`. */
export function tallyLines({ passed, failed, skipped }: Tally): readonly string[] {
  const list = skipped.length === 0 ? [] : ['Skipped:', ...skipped.map((line) => `  ${line}`)];
  return [...list, `${passed} passed, ${failed} failed, ${skipped.length} skipped`];
}

/** 0 when something ran and nothing failed, else 1. */
export function exitCodeOf({ passed, failed }: Tally): 0 | 1 {
  return failed === 0 && passed > 0 ? 0 : 1;
}
