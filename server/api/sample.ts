import type { Endpoint } from '../contract/endpoint.ts';
import { Problem } from '../contract/problem.ts';
import type { Request } from '../contract/request.ts';
import { resign } from '../providers/resign.ts';
import { planSend, type SendDestination } from '../send/plan.ts';
import { send } from '../send/send.ts';
import type { ApiContext } from './context.ts';

/** An endpoint may answer a minute late. */
const TIMEOUT_MS = 120_000;

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
  const sample = provider?.samples?.first(nowMs());
  if (provider === undefined || sample === undefined)
    throw new Problem('no-such-provider', `${providerId} has no sample`);
  const url = new URL(endpoint.url + sample.pathAndQuery);
  const credential = store.secrets.credentials().find(({ endpointId }) => endpointId === endpoint.id)?.credential;
  const plain: Request = {
    method: sample.method,
    target: url.pathname + url.search,
    httpVersion: '1.1',
    headers: [['Host', url.host], ...sample.headers],
    trailers: [],
    body: sample.body,
  };
  const signed =
    credential === undefined
      ? undefined
      : provider.signature?.sign?.({ ...plain, publicUrl: url.href, arrivedAtMs: nowMs() }, credential, nowMs());
  const before = store.writer.lastId();
  const status = await post(endpoint, signed === undefined ? plain : resign(plain, signed));
  const id = store.writer.lastId();
  if (status >= 500 || id <= before) return null;
  await store.reader.call('describedUpTo', id);
  return id;
}

/** Sent as a delivery is: to the endpoint's own address, which the guard of replays would refuse. */
async function post(endpoint: Endpoint, request: Request): Promise<number> {
  const to: SendDestination = {
    url: endpoint.url,
    headerRule: 'as-received',
    extraHeaders: [],
    timeoutMs: TIMEOUT_MS,
  };
  const { outcome, release } = await send(planSend(request, to), { guard: { ownPorts: [], allowedHosts: [] } });
  release();
  if (outcome.kind === 'failed') throw new Error(outcome.reason);
  return outcome.status;
}
