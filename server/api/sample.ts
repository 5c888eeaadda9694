import { request } from 'node:http';
import type { HeaderLine } from '../contract/delivery.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { Problem } from '../contract/problem.ts';
import type { Signed } from '../providers/provider.ts';
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
  const plain: Outgoing = {
    method: sample.method,
    target: url.pathname + url.search,
    headers: [['Host', url.host], ...sample.headers],
    body: sample.body,
  };
  const signed =
    credential === undefined
      ? undefined
      : provider.sign?.({ ...plain, publicUrl: url.href, arrivedAtMs: nowMs() }, credential, nowMs());
  const before = store.writer.lastId();
  const status = await post(url, signed === undefined ? plain : withSignature(plain, signed));
  const id = store.writer.lastId();
  if (status >= 500 || id <= before) return null;
  await store.reader.call('describedUpTo', id);
  return id;
}

interface Outgoing {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

/** Lines of a signature replace those of the same name; a few schemes put it into the query or the body instead. */
function withSignature(plain: Outgoing, { headers, target = plain.target, body = plain.body }: Signed): Outgoing {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const kept = plain.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...plain, target, body, headers: [...kept, ...headers] };
}

function post(url: URL, { method, target, headers, body }: Outgoing): Promise<number> {
  return new Promise((resolve, reject) => {
    const lines = [
      ...headers.filter(([name]) => name.toLowerCase() !== 'content-length'),
      ['Content-Length', String(body.length)],
    ];
    const { hostname, port } = url;
    const options = {
      hostname,
      port,
      path: target,
      method,
      headers: lines.flat(),
      setDefaultHeaders: false,
      agent: false,
    };
    const outgoing = request(options, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
