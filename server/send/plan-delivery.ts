import { Problem } from '../contract/problem.ts';
import type { Attempt, Edit } from '../contract/replay.ts';
import type { Request } from '../contract/request.ts';
import { toCapturedRequest } from '../describe/stored-request.ts';
import type { Store } from '../store/store.ts';
import type { DueAttempt } from '../truth/tables/attempts.ts';
import { isChunked } from './header-rule.ts';
import { calledUrl, planSend, type SendDestination, type SendPlan } from './plan.ts';

/** Plan the send of a stored delivery. Throws Problem `no-such-delivery`, and those of `planSend`. */
export async function planDelivery(
  reader: Store['reader'],
  id: number,
  destination: SendDestination,
  edit?: Edit,
): Promise<SendPlan> {
  return planSend(await storedDelivery(reader, id), destination, edit);
}

/** The row of a planned send: what is written is what will be sent. Its lane is scheme, host and port. */
export function toDueAttempt(
  plan: SendPlan,
  of: Pick<Attempt, 'deliveryId' | 'destinationId' | 'origin' | 'runId'>,
  nowMs: number,
): DueAttempt {
  return {
    ...of,
    url: calledUrl(plan),
    method: plan.method,
    headers: [...plan.headers],
    bodySizeBytes: plan.body.length,
    edited: plan.edited,
    startedAt: nowMs,
    lane: plan.url.origin,
    dueAt: nowMs,
  };
}

/** The inverse: the request that an attempt's row stands for, with the delivery's body unless it was edited. Throws Problem `no-such-delivery`. */
export async function plannedIn(
  reader: Store['reader'],
  { deliveryId, url, method, headers, edited }: Attempt,
  { timeoutMs, editedBody }: { readonly timeoutMs: number; readonly editedBody: Uint8Array | null },
): Promise<SendPlan> {
  const { body, trailers } = await storedDelivery(reader, deliveryId);
  const origin = /^https?:\/\/[^/]*/.exec(url)?.[0] ?? '';
  return {
    url: new URL(origin),
    target: url.slice(origin.length),
    httpVersion: '1.1',
    method,
    headers,
    trailers: isChunked(headers) ? trailers : [],
    body: editedBody ?? body,
    timeoutMs,
    edited,
  };
}

async function storedDelivery(reader: Store['reader'], id: number): Promise<Request> {
  const stored = await reader.call('stored', id);
  if (stored === null) throw new Problem('no-such-delivery', `delivery ${id}`);
  return toCapturedRequest(stored);
}
