import { expect, test } from 'vitest';
import { crashTrial } from '../support/crash-trial.ts';

const TRIALS = 100;

test(`kill -9 under load, ${TRIALS} times: every delivery that was answered 2xx is there`, {
  timeout: 1_800_000,
}, async () => {
  let acknowledged = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const rate = trial % 2 === 0 ? 200 : 2_000;
    const result = await crashTrial({ killAfter: 40 + ((trial * 37) % 300), perSecond: rate });
    expect({ trial, lost: result.lost, torn: result.torn }).toEqual({ trial, lost: [], torn: 0 });
    acknowledged += result.acknowledged;
  }
  console.log(`${TRIALS} kills, ${acknowledged} deliveries answered, none lost.`);
});
