import { describe, expect, test } from 'vitest';
import { type DamagedCase, diagnosed } from './doctor-corpus/case.ts';
import { damagedCases } from './doctor-corpus/damage.ts';
import { pairedCases } from './doctor-corpus/pairs.ts';
import { printedCases } from './doctor-corpus/printed.ts';

/**
 * Deliveries of many providers, damaged as real software damages them (`doctor-corpus/make-printed.ts` ran it). The whole
 * corpus takes minutes (`node test/doctor-corpus/rates.ts`); here a part of it, the same one each time.
 */
const part = (cases: readonly DamagedCase[], every: number): readonly DamagedCase[] =>
  cases.filter((_, at) => at % every === 0);

interface Found {
  readonly kind: string;
  readonly name: string;
  readonly result: 'named' | 'none' | 'another';
}

const examined = (cases: readonly DamagedCase[]): readonly Found[] =>
  cases.map((one) => {
    const { code } = diagnosed(one);
    const result = code === null ? 'none' : one.causes.includes(code) ? 'named' : 'another';
    return { kind: one.kind, name: one.name, result };
  });

const share = (found: readonly Found[], result: Found['result']): number =>
  found.filter((one) => one.result === result).length / found.length;

const wrong = (found: readonly Found[]): readonly string[] =>
  found.filter(({ result }) => result === 'another').map(({ kind, name }) => `${kind}: ${name}`);

describe('the cause of recoverable damage', () => {
  test('is named for 95 of 100 bodies that real printers, encoders and converters wrote', () => {
    const found = examined(part(printedCases(), 7));
    expect(found.length).toBeGreaterThan(100);
    expect(share(found, 'named')).toBeGreaterThanOrEqual(0.95);
    expect(wrong(found).length).toBeLessThanOrEqual(Math.ceil(found.length / 100));
  });

  test('is named for 95 of 100 of all other kinds, and at least once for each kind', () => {
    const found = examined(part(damagedCases(), 4));
    expect(found.length).toBeGreaterThan(250);
    expect(share(found, 'named')).toBeGreaterThanOrEqual(0.95);
    expect(wrong(found).length).toBeLessThanOrEqual(Math.ceil(found.length / 100));
    const kinds = Map.groupBy(found, ({ kind }) => kind);
    const never = [...kinds].filter(([, all]) => all.length > 2 && !all.some(({ result }) => result === 'named'));
    expect(never.map(([kind]) => kind)).toEqual([]);
  });

  test('one of the two is named for 60 of 100 pairs', () => {
    const found = examined(part(pairedCases(), 5));
    expect(found.length).toBeGreaterThan(60);
    expect(share(found, 'named')).toBeGreaterThanOrEqual(0.6);
    expect(wrong(found).length).toBeLessThanOrEqual(Math.ceil(found.length / 12));
  });
});
