import type { CapturedRequest } from '../../contract/delivery.ts';
import { decodedBody } from './decoded-body.ts';
import { viewOf } from './view.ts';

const LIMIT = 67_108_864;

/** The body with its content-encoding undone, for senders that sign before they compress. As it is when there is none. */
export function plainBody(request: CapturedRequest): Uint8Array {
  const encoding = viewOf(request).header('content-encoding');
  return encoding === undefined ? request.body : (decodedBody(request.body, [encoding], LIMIT) ?? request.body);
}
