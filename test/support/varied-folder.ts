import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { TestApp } from './app.ts';
import { sendRaw } from './raw-client.ts';
import { endpointOf, githubHeader, stripeHeader } from './signed-delivery.ts';
import { message, URL_OF_SNS } from './sns-server.ts';

const SECRET = 'whsec_of_the_test';
const HOSTILE = '\u001b[31m\u009b31m\u202e\u2066\u200b\ufeff\nFORGED line\u0007\u{e0041}';

/** What a folder holds after `fillVaried`. */
export interface Varied {
  /** Every delivery that is kept, the oldest first. */
  readonly ids: readonly number[];
  readonly attempts: number;
}

/**
 * Deliveries of every kind, and what else is kept beside them: signed well, wrongly and not at all, odd targets and methods, hostile
 * text, packed and empty bodies, such as were not whole or no HTTP, a set-up request, one that was deleted for good, attempts, a
 * session, an endpoint that was deleted.
 */
export async function fillVaried(app: TestApp): Promise<Varied> {
  const { call, captureUrl, capturePort } = app;
  const { pathname } = new URL(captureUrl);
  const post = (url: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', headers, body: body as string });
  const raw = (head: readonly string[], body = '') =>
    sendRaw(capturePort, Buffer.from(`${[...head, '', ''].join('\r\n')}${body}`, 'latin1'));

  const stripe = await endpointOf(app, 'stripe', [{ value: SECRET }, { value: 'whsec_another' }]);
  const event = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'charge.failed',
    data: { object: { id: 'ch_1' } },
  });
  const now = Math.floor(Date.now() / 1_000);
  await post(stripe.url, event, { 'stripe-signature': stripeHeader(SECRET, event, now)[1] });
  await post(stripe.url, event, { 'stripe-signature': stripeHeader(SECRET, event, now - 86_400)[1] });
  await post(stripe.url, `${event}\n`, { 'stripe-signature': stripeHeader(SECRET, event, now)[1] });
  await post(stripe.url, event);
  const github = await endpointOf(app, 'github', [{ value: 'of github' }], `GitHub ${HOSTILE.replaceAll('\0', '')}`);
  const push = JSON.stringify({ action: HOSTILE, repository: { full_name: `${HOSTILE}\ud800` } });
  await post(github.url, push, { 'x-github-event': 'push', 'x-hub-signature-256': githubHeader('of github', push)[1] });
  await post(github.url, push, { 'x-github-event': 'push', 'x-hub-signature-256': githubHeader('of nobody', push)[1] });
  const sns = await endpointOf(app, 'aws-sns');
  await post(sns.url, JSON.stringify(message(URL_OF_SNS)), { 'x-amz-sns-message-type': 'SubscriptionConfirmation' });

  await post(captureUrl, JSON.stringify({ type: 'url_verification', challenge: 'abc' }));
  await post(captureUrl, '');
  await post(captureUrl, gzipSync('packed order 1042'), { 'content-encoding': 'gzip' });
  await post(captureUrl, Buffer.from([0xff, 0xfe, 0, 0x80, 0x9b]), { 'content-type': 'application/octet-stream' });
  for (const target of ['/%1b%5b31m/%E2%80%AE?a=%C2%9B', '//x//y/../z', '/?', '/%zz%', '/?a=b&a=c#d'])
    await raw([
      `PURGE ${pathname}${target} HTTP/1.1`,
      'Host: x',
      'X-Utf8: \xc2\x9b31m\xe2\x80\xae',
      'Content-Length: 0',
    ]);
  await raw([`GET http://elsewhere.example${pathname}/absolute HTTP/1.1`, 'Host: elsewhere.example']);
  await raw([`POST ${pathname} HTTP/1.0`, 'Content-Length: 3'], 'abcdef');
  await raw([`POST ${pathname}/\x1b[31m HTTP/9.9`, 'Host: x']);
  await raw(
    [`POST ${pathname}/chunks HTTP/1.1`, 'Host: x', 'Transfer-Encoding: chunked'],
    '3\r\nabc\r\n0\r\nX-Trailer: t\r\n\r\n',
  );
  await call('setSettings', { body: { bodyCapBytes: 1_048_576 } });
  await post(captureUrl, 'x'.repeat(1_100_000)).catch(() => undefined);

  const gone = await endpointOf(app, null, [], 'Gone');
  await post(gone.url, 'of an endpoint that is deleted');
  await call('deleteEndpoint', { params: { id: gone.id } });
  const { store } = app.app;
  await post(captureUrl, 'deleted for good');
  const purged = store.writer.lastId();
  await store.reader.call('settled', null);
  await store.writer.write(() => store.purge([purged]));
  await store.reader.call('forget', null);
  await store.reader.call('erase', { text: true });
  await post(captureUrl, 'deleted, and to be restored');
  await call('deleteDeliveries', { body: { ids: [store.writer.lastId()] } });
  await post(captureUrl, 'the last one');
  await call('changeDelivery', {
    params: { id: store.writer.lastId() },
    body: { pinned: true, note: `${HOSTILE} note` },
  });

  const destination = createServer((_, response) => response.end(`answer ${HOSTILE}`)).listen(0, '127.0.0.1');
  await once(destination, 'listening');
  const url = `http://127.0.0.1:${(destination.address() as AddressInfo).port}/webhooks`;
  const attempts = await call('replay', { body: { deliveryIds: [1, 3], url } });
  for (const { id, deliveryId } of attempts)
    for (;;) {
      const [latest] = (await call('listAttempts', { params: { id: deliveryId } })).filter((one) => one.id === id);
      if (latest?.outcome.kind !== 'pending') break;
    }
  destination.close();
  const { url: link } = await call('makeCode', {});
  await call('openSession', { body: { code: link.slice(link.indexOf('=') + 1) } });
  await store.reader.call('describedUpTo', store.writer.lastId());
  await store.reader.call('settled', null);
  const { deliveries } = await call('listDeliveries', { query: { limit: 1_000 } });
  return { ids: deliveries.map(({ id }) => id).reverse(), attempts: attempts.length };
}
