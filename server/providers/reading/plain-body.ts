import { headerValues } from '../../contract/header.ts';
import type { CapturedRequest } from '../../contract/request.ts';
import { decodedBody } from './decoded-body.ts';

const LIMIT = 67_108_864;

/**
 * The body with its content codings undone, those of several lines too: what there is to read in it, and what senders sign that sign
 * before they compress. As it is where there are none, or where it would be longer than `limit` bytes.
 */
export function plainBody({ headers, body }: CapturedRequest, limit = LIMIT): Uint8Array {
  const encodings = headerValues(headers, 'content-encoding');
  return encodings.length === 0 ? body : (decodedBody(body, encodings, limit) ?? body);
}
