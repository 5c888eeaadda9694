import { expect, test } from 'vitest';
import { forwardTrial } from './support/forward-trial.ts';

test('kill -9 with a live forward under load: all that was answered reaches the app after the restart', async () => {
  expect(await forwardTrial({ killAfter: 120, perSecond: 400 })).toBeGreaterThanOrEqual(120);
}, 120_000);
