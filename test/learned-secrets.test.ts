import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../server/contract/endpoint.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';
import { deliver, endpointOf, type Sent, settled } from './support/signed-delivery.ts';

const NAME = 'Learned from the handshake';

interface Way {
  readonly provider: 'asana' | 'notion';
  readonly where: string;
  readonly handshake: (secret: string) => Sent;
  readonly event: (secret: string) => Sent;
}

const hex = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex');
const EVENT = '{"events":[],"type":"page.created","id":"367cba44"}';

const WAYS: readonly Way[] = [
  {
    provider: 'asana',
    where: 'X-Hook-Secret header',
    handshake: (secret) => ({ headers: [['X-Hook-Secret', secret]], body: '{}' }),
    event: (secret) => ({ headers: [['X-Hook-Signature', hex(secret, EVENT)]], body: EVENT }),
  },
  {
    provider: 'notion',
    where: 'verification_token of the body',
    handshake: (secret) => ({
      headers: [['Content-Type', 'application/json']],
      body: JSON.stringify({ verification_token: secret }),
    }),
    event: (secret) => ({ headers: [['X-Notion-Signature', `sha256=${hex(secret, EVENT)}`]], body: EVENT }),
  },
];

/** Names of an endpoint's secrets once a handshake's, if any, was kept. */
async function secretsOf(app: TestApp, { id }: Endpoint): Promise<readonly string[]> {
  await app.app.learned();
  return (await app.call('listSecrets', { params: { id } })).map(({ name }) => name);
}
const told = async (app: TestApp, id: number) => (await app.call('getDelivery', { params: { id } })).challenge;
const verdictOf = async (app: TestApp, id: number) => (await settled(app, id)).verdict;

describe.each(WAYS)('the secret that $provider sends in its handshake', ({ provider, where, handshake, event }) => {
  test('is kept where the endpoint has none, and what came before is judged again with it', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      const early = await deliver(app, endpoint, event('secret_first'));
      expect((await verdictOf(app, early.id)).code).toBe('no-secret');
      const { id, status } = await deliver(app, endpoint, handshake('secret_first'));
      expect(status).toBe(200);
      expect(await secretsOf(app, endpoint)).toEqual([NAME]);
      expect(await told(app, id)).toBe(
        `${provider === 'asana' ? 'Asana' : 'Notion'} sent its secret in the ${where}; this endpoint had none, so the first to arrive is kept as “${NAME}”.`,
      );
      expect((await verdictOf(app, early.id)).kind).toBe('valid');
      const late = await deliver(app, endpoint, event('secret_first'));
      expect((await verdictOf(app, late.id)).kind).toBe('valid');
      expect(await verdictOf(app, id)).toMatchObject({ kind: 'unchecked', code: 'no-signature', cause: null });
    });
  });

  test('is not kept where the endpoint has one, and the delivery says so', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider, [{ value: 'secret_mine' }]);
      const forged = await deliver(app, endpoint, handshake('secret_forged'));
      const same = await deliver(app, endpoint, handshake('secret_mine'));
      expect(await secretsOf(app, endpoint)).toEqual(['secret 1']);
      expect(await told(app, forged.id)).toContain('this handshake’s secret is not the stored one');
      expect(await told(app, same.id)).toContain('sent the secret that is stored here');
      expect((await verdictOf(app, (await deliver(app, endpoint, event('secret_forged'))).id)).kind).toBe('invalid');
      expect((await verdictOf(app, (await deliver(app, endpoint, event('secret_mine'))).id)).kind).toBe('valid');
    });
  });

  test('is only the first of several that arrive at once', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      const secrets = Array.from({ length: 8 }, (_, at) => `secret_${at}`);
      await Promise.all(secrets.map((secret) => deliver(app, endpoint, handshake(secret))));
      expect(await secretsOf(app, endpoint)).toEqual([NAME]);
    });
  });

  test('can be deleted, and the next handshake is learned instead', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      await deliver(app, endpoint, handshake('secret_forged'));
      await secretsOf(app, endpoint);
      const [forged] = await app.call('listSecrets', { params: { id: endpoint.id } });
      await app.call('deleteSecret', { params: { id: forged!.id } });
      await deliver(app, endpoint, handshake('secret_genuine'));
      expect(await secretsOf(app, endpoint)).toEqual([NAME]);
      expect((await verdictOf(app, (await deliver(app, endpoint, event('secret_genuine'))).id)).kind).toBe('valid');
    });
  });

  test('stands in no log, no summary and no list of secrets, and sealed on disk', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      const { id } = await deliver(app, endpoint, handshake('secret_of_the_handshake'));
      await secretsOf(app, endpoint);
      const { deliveries } = await app.call('listDeliveries', { query: {} });
      const listed = await app.call('listSecrets', { params: { id: endpoint.id } });
      const checked = await app.call('getVerification', { params: { id } });
      expect(app.logs.join('\n')).toMatch(
        /^Endpoint \d+ keeps the secret that (Asana|Notion) sent in its handshake\.$/,
      );
      expect(JSON.stringify([deliveries, listed, checked, app.logs])).not.toContain('secret_of_the_handshake');
      const { sealed } = sealedSecret(app);
      expect(Buffer.from(sealed).includes('secret_of_the_handshake')).toBe(false);
    });
  });

  test('is still there after a restart', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      await deliver(app, endpoint, handshake('secret_first'));
      await secretsOf(app, endpoint);
      await app.restart();
      const again = (await app.call('listEndpoints', {})).find(({ id }) => id === endpoint.id)!;
      expect(await secretsOf(app, again)).toEqual([NAME]);
      expect((await verdictOf(app, (await deliver(app, again, event('secret_first'))).id)).kind).toBe('valid');
    });
  });

  test('is learned by an endpoint of this provider alone', async () => {
    await withApp(async (app) => {
      for (const other of [null, 'stripe', provider === 'asana' ? 'notion' : 'asana']) {
        const endpoint = await endpointOf(app, other);
        const { id } = await deliver(app, endpoint, handshake('secret_first'));
        expect([other, await secretsOf(app, endpoint), await told(app, id)]).toEqual([other, [], null]);
      }
    });
  });

  test('that is too long or unreadable is not kept', async () => {
    await withApp(async (app) => {
      const endpoint = await endpointOf(app, provider);
      for (const secret of ['x'.repeat(1_025), ...(provider === 'notion' ? ['two words', 'größe', '\u0000'] : [])]) {
        const { id } = await deliver(app, endpoint, handshake(secret));
        expect([secret, await secretsOf(app, endpoint)]).toEqual([secret, []]);
        expect(await told(app, id)).toContain('no usable secret');
      }
    });
  });
});

function sealedSecret(app: TestApp): { readonly sealed: Buffer } {
  const bytes = readFileSync(join(app.dataDir, 'hookglass.db'));
  const wal = readFileSync(join(app.dataDir, 'hookglass.db-wal'));
  const name = Buffer.from(NAME);
  const file = [wal, bytes].find((one) => one.includes(name))!;
  const at = file.lastIndexOf(name);
  return { sealed: file.subarray(at, at + 256) };
}

test.each([
  ['that did not come whole', 'Content-Length: 50\r\n\r\n{}', ['aborted']],
  ['that other bytes followed', 'Content-Length: 2\r\n\r\n{}\0\0 no request\r\n\r\n', ['surplus']],
])('a handshake %s is not answered as one, so nothing is learned from it', async (_, rest, flags) => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'asana');
    const client = await rawClient(app.capturePort);
    const path = new URL(endpoint.url).pathname;
    await client.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nX-Hook-Secret: secret_of_half\r\n${rest}`);
    client.socket.end();
    await client.until(() => false);
    await expect.poll(async () => (await app.call('status', {})).deliveries, { timeout: 20_000 }).toBe(1);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map((one) => one.flags)).toEqual([flags]);
    expect(await secretsOf(app, endpoint)).toEqual([]);
    expect(await told(app, deliveries[0]?.id ?? 0)).toBe(null);
  });
});
