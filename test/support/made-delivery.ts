import { createHash } from 'node:crypto';
import type { Delivery, DeliverySummary } from '../../server/contract/delivery.ts';
import { unchecked } from '../../server/contract/unchecked.ts';

/** A delivery in the form of the API, with anything in it; `part` replaces what is made up otherwise. */
export function madeDelivery(part: Partial<Delivery> = {}, body: Buffer = Buffer.from('{}')): Delivery {
  const { id = 1, target = '/e/slug', at = id } = part;
  return {
    id,
    endpointId: 1,
    at,
    method: 'POST',
    target,
    contentType: 'application/json',
    sizeBytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    provider: null,
    event: null,
    resource: null,
    deliveryKey: null,
    attempt: null,
    duplicate: 1,
    verdict: unchecked('unknown-provider'),
    flags: [],
    replyStatus: 200,
    incompleteReason: null,
    receivedSizeBytes: body.length,
    surplus: null,
    pinned: false,
    note: '',
    lastAttempt: null,
    fullTarget: target,
    httpVersion: '1.1',
    headers: [],
    trailers: [],
    remoteAddress: '127.0.0.1',
    declaredSizeBytes: body.length,
    publicUrl: `http://127.0.0.1:7420${target}`,
    malformedReason: null,
    tunnel: null,
    challenge: null,
    confirmation: null,
    setupProvider: null,
    ...part,
  };
}

/** The same as a row of the list. */
export function madeSummary(part: Partial<Delivery> = {}): DeliverySummary {
  const {
    fullTarget,
    httpVersion,
    headers,
    trailers,
    remoteAddress,
    declaredSizeBytes,
    publicUrl,
    malformedReason,
    tunnel,
    challenge,
    confirmation,
    setupProvider,
    ...summary
  } = madeDelivery(part);
  return summary;
}

/** A red dot, 1 by 1. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);
