import { createHmac } from 'node:crypto';
import type { DeliverySummary } from '../../server/contract/delivery.ts';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import type { HeaderLine } from '../../server/contract/header.ts';
import type { TestApp } from './app.ts';
import { sendRaw } from './raw-client.ts';

/** A request below an endpoint. `headers` are written as they stand, Host included where it is not the default. */
export interface Sent {
  readonly method?: string;
  readonly pathAndQuery?: string;
  readonly headers?: readonly HeaderLine[];
  readonly body?: Uint8Array | string;
}

/** Make an endpoint of a provider with secrets. */
export async function endpointOf(
  { call }: TestApp,
  provider: string | null,
  secrets: readonly { readonly value: string; readonly extra?: Record<string, string> }[] = [],
  name = provider ?? 'anybody',
): Promise<Endpoint> {
  const endpoint = await call('createEndpoint', { body: { name, provider } });
  for (const [at, { value, extra }] of secrets.entries())
    await call('addSecret', {
      params: { id: endpoint.id },
      body: { name: `secret ${at + 1}`, value, ...(extra === undefined ? {} : { extra }) },
    });
  return endpoint;
}

/** Send to an endpoint over a socket; gives the id of the delivery it became, and the answer. */
export async function deliver(
  app: TestApp,
  { url }: Pick<Endpoint, 'url'>,
  { method = 'POST', pathAndQuery = '', headers = [], body = '' }: Sent,
): Promise<{ readonly id: number; readonly status: number; readonly received: string }> {
  const bytes = Buffer.from(body as Uint8Array);
  const own = headers.some(([name]) => name.toLowerCase() === 'host') ? [] : [['Host', new URL(url).host] as const];
  const lines = [...own, ...headers, ['Content-Length', String(bytes.length)] as const];
  const head = `${method} ${new URL(url).pathname}${pathAndQuery} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
  const { status, received } = await sendRaw(app.capturePort, Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
  return { id: app.app.store.writer.lastId(), status, received };
}

/** The summary of a delivery once the indexer has nothing left to do: judged again, with its cause. */
export async function settled(app: TestApp, id: number): Promise<DeliverySummary> {
  const { reader, writer } = app.app.store;
  await reader.call('describedUpTo', writer.lastId());
  await reader.call('settled', null);
  return app.call('getDelivery', { params: { id } });
}

/** A header that signs `body` as Stripe does, at a time in Unix seconds. */
export function stripeHeader(secret: string, body: string | Uint8Array, atSeconds: number): HeaderLine {
  const mac = createHmac('sha256', secret).update(`${atSeconds}.`).update(body).digest('hex');
  return ['Stripe-Signature', `t=${atSeconds},v1=${mac}`];
}

/** A header that signs `body` as GitHub does. */
export const githubHeader = (secret: string, body: string | Uint8Array): HeaderLine => [
  'X-Hub-Signature-256',
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
];
