import { expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';
import { json, SECRET, SETUPS, type Setup } from './support/setup-requests.ts';
import { deliver, endpointOf, type Sent, settled } from './support/signed-delivery.ts';

async function check(
  app: TestApp,
  setup: Setup,
  { provider, sent, answer, says, extra }: Setup = setup,
): Promise<void> {
  const endpoint = await endpointOf(app, provider, [{ value: SECRET, ...(extra === undefined ? {} : { extra }) }]);
  const { id, status, received } = await deliver(app, endpoint, sent);
  const [head = '', body = ''] = received.split('\r\n\r\n');
  const expected = typeof answer.body === 'function' ? answer.body(endpoint) : answer.body;
  expect(status).toBe(answer.status ?? 200);
  if (sent.method !== 'HEAD') expect(body).toBe(expected);
  if (answer.header !== undefined) expect(head.split('\r\n')).toContain(answer.header);
  expect(head.toLowerCase()).toContain('x-content-type-options: nosniff');
  expect(head.toLowerCase()).not.toContain('text/html');
  const kept = await app.call('getDelivery', { params: { id } });
  expect(kept).toMatchObject({ replyStatus: answer.status ?? 200, provider });
  expect(kept.challenge).toContain(says);
  expect(kept.challenge).not.toContain(SECRET);
}

test('set-up requests are answered as their provider wants when it and its secret are set', async () => {
  await withApp(async (app) => {
    for (const setup of SETUPS) await check(app, setup);
  });
});

test('without a provider on the endpoint nothing is answered for it', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, null, [{ value: SECRET }]);
    for (const { provider, sent } of SETUPS.filter((setup) => setup.sent.method !== 'OPTIONS')) {
      const { id, status, received } = await deliver(app, endpoint, sent);
      expect([provider, status]).toEqual([provider, 200]);
      if (sent.method !== 'HEAD') expect(received.split('\r\n\r\n')[1]).toBe('ok\n');
      expect((await app.call('getDelivery', { params: { id } })).challenge).toBeNull();
    }
  });
});

test('where the answer needs the secret and there is none, the canned reply is sent', async () => {
  await withApp(async (app) => {
    for (const provider of ['zoom', 'x-twitter', 'ebay', 'braintree', 'smartcar', 'xero', 'linkedin', 'fitbit']) {
      const endpoint = await endpointOf(app, provider);
      const { sent } = SETUPS.find((setup) => setup.provider === provider)!;
      const { id, received } = await deliver(app, endpoint, sent);
      expect([provider, received.split('\r\n\r\n')[1]]).toEqual([provider, 'ok\n']);
      expect((await app.call('getDelivery', { params: { id } })).challenge).toBeNull();
    }
  });
});

test('an ordinary delivery gets the canned reply of its endpoint, not a challenge answer', async () => {
  await withApp(async (app) => {
    for (const provider of new Set(SETUPS.map((setup) => setup.provider))) {
      const endpoint = await endpointOf(app, provider, [{ value: SECRET, extra: { verifyToken: 'x' } }]);
      const { id, received } = await deliver(app, endpoint, json({ type: 'event', id: 'evt_1' }));
      expect([provider, received.split('\r\n\r\n')[1]]).toEqual([provider, 'ok\n']);
      expect((await app.call('getDelivery', { params: { id } })).challenge).toBeNull();
    }
  });
});

test('a secret that was added or deleted counts for the next set-up request', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'zoom');
    const { sent, answer } = SETUPS.find(({ provider }) => provider === 'zoom')!;
    const body = async () => (await deliver(app, endpoint, sent)).received.split('\r\n\r\n')[1];
    expect(await body()).toBe('ok\n');
    const { id } = await app.call('addSecret', { params: { id: endpoint.id }, body: { name: 'a', value: SECRET } });
    expect(await body()).toBe(answer.body);
    await app.call('deleteSecret', { params: { id } });
    expect(await body()).toBe('ok\n');
  });
});

const OPTIONS = (...headers: NonNullable<Sent['headers']>): Sent => ({ method: 'OPTIONS', headers });

test('any CloudEvents sender may ask whether it can deliver, whatever the endpoint’s provider', async () => {
  await withApp(async (app) => {
    const answerOf = async (provider: string | null, sent: Sent) => {
      const endpoint = await endpointOf(app, provider, [{ value: SECRET }]);
      const { id, received } = await deliver(app, endpoint, sent);
      expect(await settled(app, id)).toMatchObject({ verdict: { kind: 'unchecked' } });
      const [head = ''] = received.split('\r\n\r\n');
      return head.split('\r\n').filter((line) => /^webhook-/i.test(line));
    };
    const origin = ['WebHook-Request-Origin', 'eventemitter.example.com'] as const;
    const allowed = 'WebHook-Allowed-Origin: eventemitter.example.com';
    for (const provider of [null, 'slack', 'azure-event-grid', 'github']) {
      expect(await answerOf(provider, OPTIONS(origin))).toEqual([allowed]);
      expect(await answerOf(provider, OPTIONS(origin, ['WebHook-Request-Rate', '120']))).toEqual([
        allowed,
        'WebHook-Allowed-Rate: 120',
      ]);
      const callback = ['WebHook-Request-Callback', 'http://127.0.0.1:9/never'] as const;
      expect(await answerOf(provider, OPTIONS(origin, callback))).toEqual([allowed]);
    }
    for (const odd of ['<script>', 'a b', '*', 'x'.repeat(600)])
      expect(await answerOf(null, OPTIONS(['WebHook-Request-Origin', odd]))).toEqual([]);
    expect(await answerOf(null, { method: 'POST', headers: [origin] })).toEqual([]);
  });
});
