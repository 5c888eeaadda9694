import type { CapturedRequest } from '../../contract/request.ts';
import type { Check, Signed } from '../provider.ts';
import type { View } from '../reading/view.ts';
import type { Stated } from './template.ts';

/** As many entries of a signature header as are read: more than any provider sends at once (DocuSign has up to 100). */
export const READ_ENTRIES = 256;

/** What a delivery's signature headers hold. */
export interface Envelope extends Stated {
  readonly signatures: readonly string[];
}

/** What a signature travels with when we sign. */
export interface Parts {
  readonly signature: string;
  readonly timestamp: string;
  readonly id: string;
}

/** How signature, time and id travel. `names` are their headers, for sentences; `read` gives a Check where they are not. */
export interface Wrapper {
  readonly names: readonly string[];
  carried(view: View): boolean;
  read(view: View, scheme: string): Envelope | Check;
  write(parts: Parts, request: CapturedRequest): Signed;
}
