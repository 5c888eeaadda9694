import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import type { RouteInput } from '../server/contract/routes.ts';
import { type TestApp, withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';
import { deliver, endpointOf, githubHeader, settled, stripeHeader } from './support/signed-delivery.ts';

const NOW_S = 1_768_478_400;
const BODY = '{"id":"evt_1","type":"invoice.paid"}';
const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const clock = { nowMs: () => NOW_S * 1_000 };

const search = async ({ call }: TestApp, query: string): Promise<number[]> =>
  (await call('listDeliveries', { query: { query } })).deliveries.map(({ id }) => id).reverse();

test('every kind of verdict is in the list and can be searched for', async () => {
  await withApp(async (app) => {
    const stripe = await endpointOf(app, 'stripe', [{ value: 'whsec_right' }]);
    const github = await endpointOf(app, 'github');
    const nobody = await endpointOf(app, null);
    const unsigned = await endpointOf(app, 'dockerhub');
    const printed = JSON.stringify(JSON.parse(BODY), null, 2);
    const send = async (endpoint: { readonly url: string }, header: readonly [string, string], body = BODY) =>
      (await deliver(app, endpoint, { headers: [JSON_TYPE, header], body })).id;

    const valid = await send(stripe, stripeHeader('whsec_right', BODY, NOW_S));
    const stale = await send(stripe, stripeHeader('whsec_right', BODY, NOW_S - 4_000));
    const explained = await send(stripe, stripeHeader('whsec_right', BODY, NOW_S), printed);
    const unexplained = await send(stripe, stripeHeader('whsec_another-one', BODY, NOW_S));
    const noSecret = await send(github, githubHeader('x', BODY));
    const unknown = await send(nobody, ['X-Nothing', '1']);
    const noSignature = await send(github, ['X-GitHub-Event', 'ping']);
    const notSigned = await send(unsigned, ['X-Nothing', '2']);
    await settled(app, notSigned);

    const { deliveries } = await app.call('listDeliveries', { query: {} });
    const verdicts = new Map(deliveries.map(({ id, verdict }) => [id, verdict]));
    expect(verdicts.get(valid)).toMatchObject({ kind: 'valid', stale: false, code: 'valid' });
    expect(verdicts.get(stale)).toMatchObject({ kind: 'valid', stale: true, code: 'stale' });
    expect(verdicts.get(explained)).toMatchObject({
      kind: 'invalid',
      code: 'signature-differs',
      cause: 'body-reserialized',
    });
    expect(verdicts.get(explained)?.sentence).toContain('parsed and printed again');
    expect(verdicts.get(unexplained)).toMatchObject({ kind: 'invalid', code: 'signature-differs', cause: null });
    expect(verdicts.get(noSecret)).toMatchObject({ kind: 'unchecked', code: 'no-secret' });
    expect(verdicts.get(unknown)).toMatchObject({ kind: 'unchecked', code: 'unknown-provider' });

    expect(verdicts.get(noSignature)).toMatchObject({ kind: 'unchecked', code: 'no-signature' });
    expect(verdicts.get(notSigned)).toMatchObject({ kind: 'unchecked', code: 'not-signed' });

    expect(await search(app, 'verdict:valid')).toEqual([valid, stale]);
    expect(await search(app, 'verdict:stale')).toEqual([stale]);
    expect(await search(app, 'verdict:invalid')).toEqual([explained, unexplained]);
    expect(await search(app, 'cause:body-reserialized')).toEqual([explained]);
    expect(await search(app, 'cause:signature-differs')).toEqual([explained, unexplained]);
    expect(await search(app, 'verdict:unchecked cause:no-secret')).toEqual([noSecret]);
    expect(await search(app, 'cause:unknown-provider')).toEqual([unknown]);
    expect(await search(app, 'verdict:invalid -cause:body-reserialized')).toEqual([unexplained]);
  }, clock);
});

test('the check in full shows what was signed, expected and received, the time and the cause', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'stripe', [{ value: 'whsec_right' }]);
    const received = `${BODY}\n`;
    const { id } = await deliver(app, endpoint, {
      headers: [JSON_TYPE, stripeHeader('whsec_right', BODY, NOW_S - 60)],
      body: received,
    });
    const check = await app.call('getVerification', { params: { id } });
    const macOf = (body: string): string =>
      createHmac('sha256', 'whsec_right')
        .update(`${NOW_S - 60}.${body}`)
        .digest('hex');
    expect(check).toMatchObject({
      verdict: { kind: 'invalid', code: 'signature-differs', cause: 'body-trailing-newline' },
      provider: 'stripe',
      secretName: 'secret 1',
      signedSizeBytes: `${NOW_S - 60}.${received}`.length,
      signedShortened: false,
      expected: macOf(received),
      received: macOf(BODY),
      timestampMs: (NOW_S - 60) * 1_000,
      skewMs: 60_000,
      toleranceMs: 300_000,
      diagnosis: { code: 'body-trailing-newline' },
    });
    expect(
      check.signed
        ?.filter(({ kind }) => kind === 'text')
        .map(({ text }) => text)
        .join(''),
    ).toContain(`${NOW_S - 60}.${BODY}`);
    expect(check.signed?.at(-1)?.kind).toBe('invisible');
    expect(check.diagnosis?.fix).not.toBe('');
    expect(check.diagnosis?.proof).not.toBe('');
  }, clock);
});

test('where no cause is found, the check tells what was tried', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'right-secret' }]);
    const headers = [JSON_TYPE, githubHeader('nobody-knows-it', BODY)];
    const { id } = await deliver(app, endpoint, { headers, body: BODY });
    const { diagnosis, verdict } = await app.call('getVerification', { params: { id } });
    expect(verdict).toMatchObject({ kind: 'invalid', cause: null });
    expect(diagnosis?.code).toBeNull();
    expect(diagnosis?.tried.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['body-reserialized', 'secret-has-whitespace']),
    );
  });
});

test('the secret of another endpoint is named as the cause, and never shown', async () => {
  await withApp(async (app) => {
    await endpointOf(app, 'github', [{ value: 'secret-of-staging' }], 'Staging');
    const endpoint = await endpointOf(app, 'github', [{ value: 'secret-of-production' }], 'Production');
    const headers = [JSON_TYPE, githubHeader('secret-of-staging', BODY)];
    const { id } = await deliver(app, endpoint, { headers, body: BODY });
    const { bytes } = await app.ask('getVerification', { params: { id } });
    expect(JSON.parse(bytes.toString())).toMatchObject({ diagnosis: { code: 'wrong-secret' } });
    expect(bytes.toString()).toContain('Staging');
    expect(bytes.toString()).not.toContain('secret-of-');
  });
});

test('a secret that is tried is neither stored nor used for anything else', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'github', [{ value: 'wrong' }]);
    const headers = [JSON_TYPE, githubHeader('right-secret', BODY)];
    const { id } = await deliver(app, endpoint, { headers, body: BODY });
    const before = (await settled(app, id)).verdict;
    const tryWith = (body: RouteInput<'trySecret'>['body']) => app.call('trySecret', { params: { id }, body });
    expect((await tryWith({ value: 'right-secret' })).verdict.kind).toBe('valid');
    expect((await tryWith({ value: 'right-secret\n' })).verdict).toMatchObject({
      kind: 'invalid',
      cause: 'secret-has-whitespace',
    });
    expect((await tryWith({ value: 'right-secret', provider: 'stripe' })).provider).toBe('stripe');
    const unknown = await app.ask('trySecret', { params: { id }, body: { value: 'x', provider: 'nobody' } });
    expect(JSON.parse(unknown.bytes.toString())).toMatchObject({ code: 'no-such-provider' });
    expect((await settled(app, id)).verdict).toEqual(before);
    expect(await app.call('listSecrets', { params: { id: endpoint.id } })).toHaveLength(1);
    expect((await app.ask('trySecret', { params: { id: 999 }, body: { value: 'x' } })).status).toBe(404);
  });
});

test('what was cut off, broken off or malformed is not checked', async () => {
  await withApp(async (app) => {
    await app.call('setSettings', { body: { bodyCapBytes: 1_024 } });
    const endpoint = await endpointOf(app, 'github', [{ value: 'right-secret' }]);
    const long = 'x'.repeat(4_000);
    const truncated = await deliver(app, endpoint, { headers: [githubHeader('right-secret', long)], body: long });
    expect(truncated.status).toBe(413);

    const malformed = await rawClient(app.capturePort);
    await malformed.write(`POST ${new URL(endpoint.url).pathname} HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n`);
    await malformed.until((text) => text.includes('\r\n\r\n'));
    malformed.close();
    const broken = app.app.store.writer.lastId();

    expect((await settled(app, truncated.id)).verdict).toMatchObject({ kind: 'unchecked', code: 'truncated' });
    expect((await settled(app, broken)).verdict).toMatchObject({ kind: 'unchecked', code: 'malformed' });
    for (const id of [truncated.id, broken]) {
      const { verdict, diagnosis } = await app.call('getVerification', { params: { id } });
      expect([verdict.kind, diagnosis]).toEqual(['unchecked', null]);
    }
  });
});

test('any saved request can be checked over the API, at a time of its own', async () => {
  await withApp(async (app) => {
    const [name, value] = stripeHeader('whsec_right', BODY, NOW_S);
    const http = `POST /hooks HTTP/1.1\r\nHost: example.com\r\n${name}: ${value}\r\n\r\n${BODY}`;
    const body = { provider: 'stripe', value: 'whsec_right', httpBase64: Buffer.from(http).toString('base64') };
    expect((await app.call('verifyRequest', { body: { ...body, nowMs: NOW_S * 1_000 } })).verdict.code).toBe('valid');
    expect(
      (await app.call('verifyRequest', { body: { ...body, nowMs: NOW_S * 1_000 + 3_600_000 } })).verdict.code,
    ).toBe('stale');
    const broken = await app.ask('verifyRequest', {
      body: { ...body, httpBase64: Buffer.from('no').toString('base64') },
    });
    expect(JSON.parse(broken.bytes.toString())).toMatchObject({ code: 'bad-http-file' });
    expect((await app.ask('verifyRequest', { body: { ...body, provider: 'nobody' } })).status).toBe(400);
  });
});

test('examples are judged over the API, and one that cannot be read is named', async () => {
  await withApp(async (app) => {
    const [name, value] = stripeHeader('whsec_right', BODY, NOW_S);
    const example = {
      id: 'mine',
      provider: 'stripe',
      secret: 'whsec_right',
      method: 'POST',
      url: 'https://example.com/hooks',
      headers: { [name]: value },
      bodyBase64: Buffer.from(BODY).toString('base64'),
      now: NOW_S,
      expect: 'valid',
    };
    const wrong = { ...example, id: 'other', secret: 'whsec_other' };
    const report = await app.call('verifyVectors', { body: [example, wrong] });
    expect(report).toMatchObject({
      total: 2,
      agreed: 1,
      disagreed: [{ id: 'other', provider: 'stripe', expected: 'valid', got: 'invalid' }],
    });
    const { status, bytes } = await app.ask('verifyVectors', { body: [example, { ...example, now: 'soon' }] });
    expect([status, bytes.toString()]).toEqual([400, expect.stringContaining('example 2 of 2: now')]);
  });
});

test('a delivery is answered while requests and examples are checked', async () => {
  await withApp(async (app) => {
    const endpoint = await endpointOf(app, 'stripe', [{ value: 'whsec_right' }]);
    const body = JSON.stringify({
      text: 'x'.repeat(4_000),
      list: Array.from({ length: 60 }, (_, id) => ({ id, n: 1.5 })),
    });
    const http = `POST /in HTTP/1.1\r\nHost: a.example\r\nStripe-Signature: t=${NOW_S},v1=${'ab'.repeat(32)}\r\n\r\n${body}`;
    const ended: string[] = [];
    const checks = Array.from({ length: 6 }, () =>
      app
        .call('verifyRequest', {
          body: { provider: 'stripe', value: 'whsec_other', httpBase64: Buffer.from(http).toString('base64') },
        })
        .then(({ verdict }) => ended.push(verdict.kind)),
    );
    await deliver(app, endpoint, { headers: [JSON_TYPE, stripeHeader('whsec_right', BODY, NOW_S)], body: BODY });
    ended.push('delivered');
    await Promise.all(checks);
    expect(ended.filter((kind) => kind === 'invalid').length).toBe(6);
    expect(ended.at(-1)).toBe('invalid');
  }, clock);
});
