import type { CapturedRequest } from '../../contract/request.ts';
import { viewOf } from '../reading/view.ts';
import { wireBytes } from './bytes.ts';

/** Name and value of each form field, sorted by name (code units), joined without anything between. */
export function sortedForm(request: CapturedRequest): Uint8Array {
  const fields = [...viewOf(request).form()].sort(([a, x], [b, y]) => order(a, b) || order(x, y));
  return Buffer.from(fields.map(([name, value]) => `${name}${value}`).join(''), 'utf8');
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A URL followed by the sorted form: the signed string of Twilio and of those who took it over. */
export const urlAndForm = (request: CapturedRequest, url: string = request.publicUrl): Uint8Array =>
  Buffer.concat([wireBytes(url), sortedForm(request)]);
