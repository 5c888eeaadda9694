// npm start: the desktop window where it can open, otherwise the same app in the browser.
import './require-node.mjs';
import { enableCompileCache } from '../bin/compile-cache.mjs';
import { endWithNpm } from '../bin/end-with-npm.mjs';

endWithNpm();
enableCompileCache();
const { start } = await import('./start.ts');
process.exitCode = await start(process.argv.slice(2));
