import { expect, test } from 'vitest';
import { crashTrial } from './support/crash-trial.ts';

test.concurrent.each([90, 250])(
  'kill -9 after %i answers at 200 a second loses nothing that was answered',
  async (killAfter) => {
    const { acknowledged, kept, lost, torn } = await crashTrial({ killAfter, perSecond: 200 });
    expect({ lost, torn }).toEqual({ lost: [], torn: 0 });
    expect(acknowledged).toBeGreaterThanOrEqual(killAfter);
    expect(kept).toBeGreaterThanOrEqual(acknowledged);
  },
);
