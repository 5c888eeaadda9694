#!/usr/bin/env node
// The command `hookglass`. Old Nodes get one sentence instead of a syntax error, so nothing newer than Node 12.20 stands here.
import { enableCompileCache } from './compile-cache.mjs';
import { endWithNpm } from './end-with-npm.mjs';
import { chooseEntry } from './entry.mjs';
import { whyNodeIsTooOld } from './node-version.mjs';

const { code, url } = chooseEntry(new URL('../', import.meta.url));
const tooOld = whyNodeIsTooOld(
  process.version,
  code,
  // An installed package has no scripts of its own.
  import.meta.url.includes('/node_modules/')
    ? 'Install a newer one from https://nodejs.org.'
    : 'Run it through npm (npm run -s hookglass -- …), which brings Node 24 along.',
);

if (tooOld !== null) {
  console.error(tooOld);
  process.exitCode = 2;
} else {
  endWithNpm();
  enableCompileCache();
  void import(url.href)
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode;
    });
}
