// npm run hookglass -- <command>: the command line from built code, which is built first where a source is newer.
import './require-node.mjs';

const { buildIfStale } = await import('./build.ts');
buildIfStale('everything');
await import('../bin/hookglass.mjs');
