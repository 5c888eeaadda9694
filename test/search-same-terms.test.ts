import { expect, test } from 'vitest';
import type { DeliverySummary } from '../server/contract/delivery.ts';
import { parseSearch, type SearchTerm } from '../server/contract/search-grammar.ts';
import { withApp } from './support/app.ts';
import { deliver, endpointOf, githubHeader, settled } from './support/signed-delivery.ts';

const COUNT = 48;

/** Chance that is the same in every run (Park and Miller, 1988). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

const status = (value: string, given: number | null): boolean =>
  value.endsWith('xx') ? given !== null && Math.floor(given / 100) === Number(value[0]) : given === Number(value);
const glob = (value: string, given: string | null): boolean =>
  given !== null &&
  new RegExp(
    `^${value
      .split('*')
      .map((part) => part.replace(/[.?+^$(){}|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    'is',
  ).test(given);

/** What the README says of each term, said again of what the list itself tells. */
function fits(one: DeliverySummary, names: ReadonlyMap<number, string>, { key, values, negated }: SearchTerm): boolean {
  const is: Readonly<Record<string, boolean>> = {
    pinned: one.pinned,
    noted: one.note !== '',
    duplicate: one.duplicate > 1,
    sent: one.lastAttempt !== null,
    ...Object.fromEntries(['truncated', 'aborted', 'malformed', 'surplus', 'damaged'].map((flag) => [flag, false])),
    ...Object.fromEntries(one.flags.map((flag) => [flag, true])),
  };
  const holds = (value: string): boolean => {
    switch (key) {
      case 'endpoint':
        return names.get(one.endpointId) === value || String(one.endpointId) === value;
      case 'provider':
        return value === 'unknown' ? one.provider === null : one.provider === value.toLowerCase();
      case 'event':
        return glob(value, one.event);
      case 'resource':
        return glob(value, one.resource);
      case 'verdict':
        return value === 'stale' ? one.verdict.stale : one.verdict.kind === value;
      case 'cause':
        return one.verdict.cause === value || one.verdict.code === value;
      case 'outcome':
        return value === 'none' ? one.lastAttempt === null : status(value, one.lastAttempt?.status ?? null);
      case 'status':
        return status(value, one.replyStatus);
      case 'is':
        return is[value] === true;
      default:
        throw new Error(`${key} is no term of this test.`);
    }
  };
  return values.some(holds) !== negated;
}

test('terms about what is known of a delivery find what the list itself says, alone, negated and together', async () => {
  await withApp(async (app) => {
    const roll = chance(11);
    const pick = <T>(all: readonly T[]): T => all[roll(all.length)] as T;
    const endpoints = [
      await endpointOf(app, 'github', [{ value: 's3cret' }], 'gh'),
      await endpointOf(app, 'github', [], 'bare'),
      await endpointOf(app, null, [], 'any'),
    ];
    const names = new Map(endpoints.map(({ id, name }) => [id, name]));
    const [{ id: refusing } = { id: 0 }] = endpoints.slice(1);
    await app.call('changeEndpoint', {
      params: { id: refusing },
      body: { reply: { status: 503, headers: [], body: '', delayMs: 0 } },
    });
    let last = 0;
    for (let at = 0; at < COUNT; at++) {
      const body = JSON.stringify({ repository: { full_name: pick(['a/b', 'A/c', 'é/b']) }, n: roll(4) });
      const signed = pick([body, `${body}\n`, JSON.stringify(JSON.parse(body), null, 2), 'something else']);
      const sender = roll(5) > 0 ? [['X-GitHub-Event', pick(['push', 'issues', 'Pull_Request'])] as const] : [];
      const delivery = roll(2) > 0 ? [['X-GitHub-Delivery', String(roll(9))] as const] : [];
      const headers = [...sender, ...delivery, ...(roll(4) > 0 ? [githubHeader('s3cret', signed)] : [])];
      ({ id: last } = await deliver(app, pick(endpoints), { headers, body }));
    }
    await settled(app, last);
    for (let id = 1; id <= last; id++)
      if (roll(4) === 0) await app.call('changeDelivery', { params: { id }, body: { pinned: roll(2) > 0, note: 'n' } });
    const { deliveries } = await app.call('listDeliveries', { query: { limit: 1_000 } });
    expect(deliveries).toHaveLength(COUNT);
    const parts = [
      ...['endpoint:gh', 'endpoint:bare,any', 'endpoint:nobody', 'provider:github', 'provider:unknown'],
      ...['event:push', 'event:p*', 'event:*_*', 'event:PULL_request', 'event:pu%', 'resource:a/*', 'resource:É/b'],
      ...['verdict:valid', 'verdict:invalid,unchecked', 'verdict:stale', 'cause:body-reserialized'],
      ...['cause:body-trailing-newline', 'cause:signature-differs', 'cause:no-secret,no-signature'],
      ...['outcome:none', 'outcome:2xx', 'status:200', 'status:5xx', 'status:4xx', 'status:503,200'],
      ...['is:pinned', 'is:noted', 'is:duplicate', 'is:sent', 'is:malformed', 'is:surplus,pinned'],
    ];
    const queries = [
      ...parts,
      ...parts.map((part) => `-${part}`),
      ...Array.from({ length: 120 }, () =>
        Array.from({ length: 2 + roll(2) }, () => `${roll(3) === 0 ? '-' : ''}${pick(parts)}`).join(' '),
      ),
    ];
    let some = 0;
    for (const query of queries) {
      const terms = parseSearch(query);
      const wanted = deliveries.filter((one) => terms.every((term) => fits(one, names, term))).map(({ id }) => id);
      const page = await app.call('listDeliveries', { query: { query, limit: 1_000 } });
      expect([page.matching, page.deliveries.map(({ id }) => id)], query).toEqual([wanted.length, wanted]);
      if (wanted.length > 0 && wanted.length < COUNT) some++;
    }
    expect(some).toBeGreaterThan(queries.length / 3);
  });
});
