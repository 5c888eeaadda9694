import { expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { describeDelivery } from '../server/providers/index.ts';

const describe = (headers: readonly HeaderLine[], body = '') =>
  describeDelivery(
    {
      method: 'POST',
      target: '/',
      headers,
      body: Buffer.from(body),
      httpVersion: '1.1',
      trailers: [],
      publicUrl: 'http://x/',
      arrivedAtMs: 0,
    },
    null,
  );

const EVENT = { specversion: '1.0', type: 'com.example.someevent', source: '/mycontext', id: 'A234-1234-1234' };
const NAMED = {
  event: 'com.example.someevent',
  deliveryKey: 'A234-1234-1234',
  attempt: null,
  groupKey: 'cloudevents /mycontext A234-1234-1234',
};

test('a CloudEvent in headers names itself', () => {
  const lines: HeaderLine[] = Object.entries(EVENT).map(([name, value]) => [`CE-${name}`, value]);
  expect(describe(lines)).toEqual({ ...NAMED, resource: '/mycontext' });
  expect(describe([...lines, ['ce-subject', 'Euro%20%E2%82%AC']])).toEqual({ ...NAMED, resource: 'Euro €' });
  expect(describe([...lines, ['ce-subject', '100%']])).toMatchObject({ resource: '100%' });
});

test('a CloudEvent in the body, alone or in a batch, names itself', () => {
  const type: HeaderLine = ['Content-Type', 'application/cloudevents+json; charset=utf-8'];
  expect(describe([type], JSON.stringify({ ...EVENT, subject: 'cat' }))).toEqual({ ...NAMED, resource: 'cat' });
  const batch: HeaderLine = ['Content-Type', 'application/cloudevents-batch+json'];
  expect(describe([batch], JSON.stringify([EVENT, { ...EVENT, id: '2' }]))).toEqual({
    ...NAMED,
    resource: '/mycontext',
  });
  expect(describe([['Content-Type', 'application/json']], JSON.stringify(EVENT))).toMatchObject({ event: EVENT.type });
});

test('what is no CloudEvent is not described', () => {
  const nothing = { event: null, resource: null, deliveryKey: null, attempt: null, groupKey: null };
  expect(describe([['ce-type', 'a']])).toEqual(nothing);
  expect(describe([], '{"type":"a","id":"1"}')).toEqual(nothing);
  expect(describe([], '[]')).toEqual(nothing);
  expect(describe([], '{"specversion":1.0}')).toEqual(nothing);
});
