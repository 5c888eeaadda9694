import { readFileSync } from 'node:fs';
import { Compile } from 'typebox/compile';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, holdsStatus, MINUTE, SECOND, termsOf, USUAL_TERMS, within } from '../server/contract/schedule.ts';
import { ProviderInfoSchema } from '../server/contract/status.ts';
import { providers } from '../server/providers/index.ts';
import { toProviderInfo } from '../server/providers/provider-info.ts';
import { DELIVERY_DOC, documentDelivery } from '../tools/document-delivery.ts';

const stated = providers.filter(({ delivery }) => delivery !== undefined);
const total = (delaysMs: readonly number[]): number => delaysMs.reduce((sum, delay) => sum + delay, 0);

test('at least forty providers state how they deliver, the three CMSs among them', () => {
  expect(stated.length).toBeGreaterThanOrEqual(40);
  expect(stated.map(({ id }) => id)).toEqual(expect.arrayContaining(['contentstack', 'contentful', 'datocms']));
});

test.each(stated.map((one) => [one.id, one] as const))(
  '%s: a source, waits that end, and 200 accepted',
  (_, { delivery }) => {
    const { timeoutMs, schedule, accepted, final } = termsOf(delivery);
    expect(delivery?.source).toMatch(/^https:\/\//);
    expect(Object.keys(delivery!).length).toBeGreaterThan(1);
    expect(timeoutMs).toBeGreaterThan(0);
    for (const delay of schedule.delaysMs) expect(Number.isSafeInteger(delay) && delay >= 0, String(delay)).toBe(true);
    expect(total(schedule.delaysMs)).toBeLessThanOrEqual(30 * DAY);
    for (const [first, last] of [...accepted, ...final])
      expect(100 <= first && first <= last && last <= 599).toBe(true);
    expect(holdsStatus(accepted, 200)).toBe(true);
    for (let status = 100; status < 600; status++)
      expect(holdsStatus(accepted, status) && holdsStatus(final, status), String(status)).toBe(false);
  },
);

test('the three CMSs deliver as their documents say', () => {
  const of = (id: string) => termsOf(providers.find((one) => one.id === id)?.delivery);
  const seconds = (id: string) => of(id).schedule.delaysMs.map((delay) => delay / SECOND);
  expect(seconds('contentstack')).toEqual([5, 25, 125, 625]);
  expect(of('contentstack').timeoutMs).toBe(30 * SECOND);
  expect(seconds('contentful')).toEqual([30, 30]);
  expect(seconds('datocms')).toEqual([120, 360, 1_800, 3_600, 18_000, 86_400, 172_800]);
  expect(of('datocms').timeoutMs).toBe(8 * SECOND);
});

describe('bounds', () => {
  test('take the usual waits as far as they end in time, the last one again where there is more', () => {
    expect(within({ forMs: HOUR }).delaysMs).toEqual([5 * SECOND, 5 * MINUTE, 30 * MINUTE]);
    expect(within({ forMs: 0 }).delaysMs).toEqual([]);
    const month = within({ forMs: 30 * DAY }).delaysMs;
    expect(month.slice(0, 9)).toEqual(USUAL_TERMS.schedule.delaysMs);
    expect(new Set(month.slice(9))).toEqual(new Set([DAY]));
    expect(total(month)).toBeLessThanOrEqual(30 * DAY);
  });

  test('take as many as are documented, and shrink them where they would end too late', () => {
    expect(within({ retries: 2 }).delaysMs).toEqual([5 * SECOND, 5 * MINUTE]);
    const shopify = within({ retries: 8, forMs: 4 * HOUR }).delaysMs;
    expect(shopify).toHaveLength(8);
    expect(total(shopify)).toBeLessThanOrEqual(4 * HOUR);
    expect(shopify).toEqual(shopify.toSorted((a, b) => a - b));
  });
});

test('what is not documented is the usual, and nothing else', () => {
  expect(termsOf(undefined)).toEqual(USUAL_TERMS);
  expect(termsOf({ source: 'https://x.example', timeoutMs: 1 })).toMatchObject({
    timeoutMs: 1,
    schedule: USUAL_TERMS.schedule,
  });
});

test('the API lists what is stated, and validates it: all of it, and null where there is nothing', () => {
  const isInfo = Compile(ProviderInfoSchema);
  for (const provider of providers) {
    const info = toProviderInfo(provider);
    expect(info.delivery).toEqual(provider.delivery ?? null);
    expect(isInfo.Check(info), provider.id).toBe(true);
    expect(termsOf(info.delivery)).toMatchObject(provider.delivery ?? USUAL_TERMS);
  }
  const stripe = toProviderInfo(providers.find(({ id }) => id === 'stripe')!);
  expect(isInfo.Check({ ...stripe, delivery: { ...stripe.delivery, accepted: [[200]] } })).toBe(false);
});

test('docs/providers.md has the table, as node tools/document-delivery.ts writes it', () => {
  expect(readFileSync(DELIVERY_DOC, 'utf8')).toBe(documentDelivery(readFileSync(DELIVERY_DOC, 'utf8')));
});
