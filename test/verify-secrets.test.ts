import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FeedMessage } from '../server/contract/feed.ts';
import { KEY_FILE } from '../server/truth/vault.ts';
import { type TestApp, withApp } from './support/app.ts';
import { deliver, endpointOf, githubHeader, settled } from './support/signed-delivery.ts';

const BODY = '{"action":"opened","number":7}';
const EVENT = ['X-GitHub-Event', 'pull_request'] as const;

async function addSecret({ call }: TestApp, endpointId: number, value: string, name = 'signing'): Promise<number> {
  return (await call('addSecret', { params: { id: endpointId }, body: { name, value } })).id;
}

test('a secret added later judges what was kept again and tells of it; taken away, nothing is stated any more', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    const headers = [EVENT, githubHeader('right-secret', BODY)];
    const { id } = await deliver(app, endpoint, { headers, body: BODY });
    expect((await settled(app, id)).verdict).toMatchObject({ kind: 'unchecked', code: 'no-secret', cause: null });

    const { lastSeq } = await app.call('status', {});
    const secret = await addSecret(app, endpoint.id, 'right-secret');
    const isJudged = (message: FeedMessage): boolean =>
      message.kind === 'changed' && message.deliveries.some((one) => one.id === id && one.verdict.kind === 'valid');
    const messages = await app.feed(lastSeq, (all) => all.some(isJudged));
    expect(messages.filter(isJudged)).toHaveLength(1);
    expect((await settled(app, id)).verdict).toEqual({
      kind: 'valid',
      stale: false,
      code: 'valid',
      sentence: 'The signature fits these bytes.',
      cause: null,
    });

    await app.call('deleteSecret', { params: { id: secret } });
    expect((await settled(app, id)).verdict).toMatchObject({ kind: 'unchecked', code: 'no-secret' });
  });
});

test('while a secret is rotated, the signature of either one is valid, and the check names which', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github');
    await addSecret(app, endpoint.id, 'old-secret', 'until Friday');
    await addSecret(app, endpoint.id, 'new-secret', 'from Friday');
    for (const [secret, name] of [
      ['old-secret', 'until Friday'],
      ['new-secret', 'from Friday'],
    ] as const) {
      const { id } = await deliver(app, endpoint, { headers: [EVENT, githubHeader(secret, BODY)], body: BODY });
      const check = await app.call('getVerification', { params: { id } });
      expect(check).toMatchObject({ verdict: { kind: 'valid' }, secretName: name, provider: 'github' });
    }
    const { id } = await deliver(app, endpoint, { headers: [EVENT, githubHeader('third', BODY)], body: BODY });
    expect((await settled(app, id)).verdict.kind).toBe('invalid');
  });
});

test('a change of the provider judges anew, by the rules of the one that was set', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'stripe', [{ value: 'right-secret' }]);
    const { id } = await deliver(app, endpoint, { headers: [EVENT, githubHeader('right-secret', BODY)], body: BODY });
    const before = await settled(app, id);
    expect(before).toMatchObject({ provider: 'stripe', verdict: { cause: 'other-provider' } });
    await app.call('changeEndpoint', { params: { id: endpoint.id }, body: { provider: 'github' } });
    const after = await settled(app, id);
    expect(after).toMatchObject({ provider: 'github', event: 'pull_request.opened', verdict: { kind: 'valid' } });
  });
});

test('no answer, message, log line or file holds a secret', async () => {
  await withApp(async (app) => {
    const secret = 'Zebra-7719-quartz-secret';
    const second = 'Okapi-3302-second-input';
    const endpoint = await endpointOf(app, 'github');
    const { id } = await deliver(app, endpoint, { headers: [EVENT, githubHeader('else', BODY)], body: BODY });
    const added = await app.ask('addSecret', {
      params: { id: endpoint.id },
      body: { name: 'signing', value: secret, extra: { publicKey: second } },
    });
    await settled(app, id);
    const trial = { params: { id }, body: { value: secret, extra: { publicKey: second } } };
    const requests = [
      app.ask('listSecrets', { params: { id: endpoint.id } }),
      app.ask('listEndpoints', {}),
      app.ask('getDelivery', { params: { id } }),
      app.ask('getVerification', { params: { id } }),
      app.ask('trySecret', trial),
      app.ask('listDeliveries', {}),
      app.ask('status', {}),
    ];
    const answers = [added, ...(await Promise.all(requests))];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const { lastSeq } = await app.call('status', {});
    const feed = await app.feed(0, (all) => all.some(({ seq }) => seq === lastSeq));
    const told = [...answers.map(({ bytes }) => bytes.toString()), JSON.stringify(feed), ...app.logs];
    const mac = createHmac('sha256', secret).update(BODY).digest('hex');
    expect(told.some((text) => text.includes(mac))).toBe(true);
    for (const needle of [secret, second]) {
      expect(told.filter((text) => text.includes(needle))).toEqual([]);
      expect(filesWith(app.dataDir, needle)).toEqual([]);
      expect(filesWith(app.dataDir, Buffer.from(needle).toString('base64').slice(0, 20))).toEqual([]);
    }
    expect(filesWith(app.dataDir, 'pull_request')).not.toEqual([]);
  });
});

/** Files of the data folder, the write-ahead logs among them, whose bytes hold `needle`. */
const filesWith = (dataDir: string, needle: string): string[] =>
  readdirSync(dataDir).filter((name) => readFileSync(join(dataDir, name)).includes(needle));

test('a secret whose key was lost is left out, and a log line says so', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'right-secret' }]);
    const headers = [EVENT, githubHeader('right-secret', BODY)];
    const { id } = await deliver(app, endpoint, { headers, body: BODY });
    expect((await settled(app, id)).verdict.kind).toBe('valid');
    rmSync(join(app.dataDir, KEY_FILE));
    await app.restart();
    const next = await deliver(app, { url: endpoint.url }, { headers, body: BODY });
    expect((await settled(app, next.id)).verdict).toMatchObject({ kind: 'unchecked', code: 'no-secret' });
    expect(app.logs.filter((line) => line.includes('secret 1') && line.includes(KEY_FILE))).toHaveLength(1);
    expect(await app.call('listSecrets', { params: { id: endpoint.id } })).toHaveLength(1);
  });
});

test('an index that was lost is built anew with the secrets known from its first row on', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'right-secret' }]);
    const headers = [EVENT, githubHeader('right-secret', BODY)];
    for (let at = 0; at < 3; at++) await deliver(app, endpoint, { headers, body: BODY });
    await settled(app, 1);
    for (const name of readdirSync(app.dataDir).filter((file) => file.startsWith('index.db')))
      rmSync(join(app.dataDir, name));
    await app.restart();
    await app.app.store.reader.call('describedUpTo', 3);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ verdict }) => verdict.kind)).toEqual(['valid', 'valid', 'valid']);
  });
});
