import { request } from 'node:http';
import type { Endpoint } from '../contract/endpoint.ts';
import { Problem } from '../contract/problem.ts';
import type { ApiContext } from './context.ts';

/**
 * Post a provider's sample to an endpoint over real HTTP, as the provider would; signed when the endpoint has a secret.
 * Resolves to the id of the delivery it became, or null when the endpoint did not take it (paused).
 */
export async function sendSample(
  endpoint: Endpoint,
  providerId: string,
  { store, nowMs, providers }: ApiContext,
): Promise<number | null> {
  const provider = providers().find(providerId);
  const sample = provider?.sample?.(nowMs());
  if (provider === undefined || sample === undefined)
    throw new Problem('no-such-provider', `${providerId} has no sample`);
  const url = new URL(endpoint.url + sample.pathAndQuery);
  const credential = store.secrets.credentials().find(({ endpointId }) => endpointId === endpoint.id)?.credential;
  const headers = [
    ['Host', url.host] as const,
    ...sample.headers,
    ['Content-Length', String(sample.body.length)] as const,
  ];
  const captured = {
    method: sample.method,
    target: url.pathname + url.search,
    headers,
    body: sample.body,
    publicUrl: url.href,
    arrivedAtMs: nowMs(),
  };
  const signed = credential === undefined ? undefined : provider.sign?.(captured, credential, nowMs());
  const before = store.writer.lastId();
  const status = await post(url, sample.method, [...headers, ...(signed?.headers ?? [])], sample.body);
  const id = store.writer.lastId();
  if (status >= 500 || id <= before) return null;
  await store.reader.call('describedUpTo', id);
  return id;
}

function post(
  url: URL,
  method: string,
  headers: readonly (readonly [string, string])[],
  body: Uint8Array,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const flat = headers.flat();
    const outgoing = request(url, { method, headers: flat, setDefaultHeaders: false, agent: false }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
