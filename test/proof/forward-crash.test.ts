import { expect, test } from 'vitest';
import { forwardTrial } from '../support/forward-trial.ts';

const TRIALS = 50;

test(`kill -9 with a live forward, ${TRIALS} times: all that was answered reaches the app`, {
  timeout: 1_800_000,
}, async () => {
  for (let trial = 0; trial < TRIALS; trial++) {
    const killAfter = 40 + ((trial * 37) % 300);
    const answered = await forwardTrial({ killAfter, perSecond: trial % 2 === 0 ? 200 : 2_000 });
    expect(answered).toBeGreaterThanOrEqual(killAfter);
  }
});
