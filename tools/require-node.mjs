// Imported first by every tool: stops an old Node with one sentence. `npm run …` puts the right one first in the PATH.
import { whyNodeIsTooOld } from '../bin/node-version.mjs';

const tooOld = whyNodeIsTooOld(
  process.version,
  'checkout',
  'Run `npm install`, then start it through npm, which brings Node 24 along.',
);
if (tooOld !== null) {
  console.error(tooOld);
  process.exit(2);
}
