import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from './view.ts';

/**
 * The JSON body as JavaScript prints it after parsing, rounded numbers and all, which is what some senders sign; null when it
 * is no JSON object or array, or too deep to be printed.
 */
export function reprinted(request: CapturedRequest): Uint8Array | null {
  const text = viewOf(request).jsonText();
  if (text === undefined) return null;
  try {
    return Buffer.from(JSON.stringify(JSON.parse(text)), 'utf8');
  } catch {
    return null;
  }
}
