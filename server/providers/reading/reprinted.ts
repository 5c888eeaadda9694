import type { CapturedRequest } from '../../contract/delivery.ts';
import { viewOf } from './view.ts';

/** The JSON body as JSON.stringify prints it; null when it is no JSON object or array. */
export function reprinted(request: CapturedRequest): Uint8Array | null {
  const value = viewOf(request).jsonOfAnySize();
  return value === undefined ? null : Buffer.from(JSON.stringify(value), 'utf8');
}
