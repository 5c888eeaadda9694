import { createHash } from 'node:crypto';
import type { CapturedRequest } from '../../contract/request.ts';

/** A delivery id for requests that we sign ourselves: the same for the same body and moment. */
export const madeId = (request: CapturedRequest, nowMs: number): string =>
  `msg_${createHash('sha256').update(`${nowMs}.`).update(request.body).digest('hex').slice(0, 24)}`;
