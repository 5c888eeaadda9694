import { generateKeyPairSync } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { contentstackBaseOf } from '../server/api/resources/contentstack-key.ts';
import { CONTENTSTACK_REGION_IDS } from '../server/contract/contentstack-region.ts';
import { type TestApp, withApp } from './support/app.ts';
import { withKeyServer } from './support/key-server.ts';

const pem = (): string =>
  generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'pkcs1', format: 'pem' }) as string;

const fetchKey = (app: TestApp) => app.ask('fetchContentstackKey', { params: { id: 1 }, body: { region: 'aws-eu' } });

test('the key of a region is fetched once and kept as a secret that is never told again', async () => {
  const key = pem();
  await withKeyServer(
    (_, response) => response.end(JSON.stringify({ 'signing-key': key })),
    async (app, asked) => {
      const { status, bytes } = await fetchKey(app);
      expect(status).toBe(200);
      expect(bytes.toString()).not.toContain('PUBLIC KEY');
      expect(asked).toEqual(['GET /.well-known/public-keys.json']);
      const secrets = await app.call('listSecrets', { params: { id: 1 } });
      expect(secrets.map(({ name }) => name)).toEqual(['Contentstack AWS EU']);
      expect(app.app.store.secrets.credentials()[0]?.credential.value).toBe(key);
    },
  );
});

const FAILURES: readonly (readonly [name: string, answer: RequestListener, detail: RegExp])[] = [
  [
    'a redirect is not followed',
    (_, response) => response.writeHead(302, { location: '/other' }).end(),
    /answered 302/,
  ],
  ['an error is told', (_, response) => response.writeHead(503).end('later'), /answered 503/],
  ['an answer without end is cut off', (_, response) => response.end('x'.repeat(70_000)), /more than 64 KiB/],
  ['a broken answer is told', (request) => request.socket.destroy(), /cannot be reached/],
  ['JSON without the key is told', (_, response) => response.end('{}'), /no public key/],
  ['a key that is none is told', (_, response) => response.end('{"signing-key":"secret"}'), /no public key/],
  ['no JSON is told', (_, response) => response.end('<html>'), /no public key/],
];

test.each(FAILURES)('%s, and nothing is kept', async (_name, answer, detail) => {
  await withKeyServer(answer, async (app, asked) => {
    const { status, bytes } = await fetchKey(app);
    expect(status).toBe(502);
    const problem = JSON.parse(bytes.toString()) as { code: string; detail: string };
    expect(problem.code).toBe('fetch-failed');
    expect(problem.detail).toMatch(detail);
    expect(asked).toHaveLength(1);
    expect(await app.call('listSecrets', { params: { id: 1 } })).toEqual([]);
  });
});

test('only the known regions are asked, each over https at a host of Contentstack', async () => {
  for (const region of CONTENTSTACK_REGION_IDS)
    expect(contentstackBaseOf(region)).toMatch(/^https:\/\/([a-z-]+-)?app\.contentstack\.com$/);
  await withApp(async (app) => {
    const { status } = await app.ask('fetchContentstackKey', { params: { id: 1 }, body: { region: 'evil.example' } });
    expect(status).toBe(400);
  });
});

test('over plain http no other machine is asked', async () => {
  await withApp(
    async (app) => {
      const { status, bytes } = await fetchKey(app);
      expect([status, bytes.toString()]).toEqual([502, expect.stringContaining('not asked over https')]);
    },
    { contentstackBase: () => 'http://keys.example' },
  );
});
