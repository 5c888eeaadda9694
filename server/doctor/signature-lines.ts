import type { HeaderLine } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';

const NAMED = /signature|hmac|digest|mac$|^authorization$|verification|-sign$|token$|sig$|secret|hash$|auth$/i;

/** The header lines that carry a signature or token, to judge by their names. */
export function signatureLines(request: CapturedRequest): readonly HeaderLine[] {
  return request.headers.filter(([name, value]) => NAMED.test(name) && value !== '').slice(0, 16);
}
