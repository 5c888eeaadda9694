// npm run dev: the server, restarted when its files change, and the page with hot reload.
import './require-node.mjs';
import { endWithNpm } from '../bin/end-with-npm.mjs';

endWithNpm();
const { dev } = await import('./dev.ts');
process.exitCode = await dev(process.argv.slice(2));
