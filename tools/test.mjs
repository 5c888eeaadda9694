// npm test [-- [unit|browser|proof] [filter…]]: builds the page, runs the tests, ends with `N passed, N failed, N skipped`.
import './require-node.mjs';
import { endWithNpm } from '../bin/end-with-npm.mjs';

endWithNpm();
const { runTests } = await import('./test.ts');
process.exit(await runTests(process.argv.slice(2)));
