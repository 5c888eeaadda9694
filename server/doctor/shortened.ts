import { byteText, latin1 } from './bytes.ts';
import type { SignedString } from './templates.ts';

interface Stated {
  readonly timestamps: readonly string[];
  readonly ids: readonly string[];
}

/** The provider's own signed string with its timestamp or its id left out, and with the separator beside it or without. */
export function* shortened(signed: Uint8Array | null, { timestamps, ids }: Stated): Generator<SignedString> {
  if (signed === null) return;
  const text = byteText(signed);
  for (const [parts, name] of [
    [timestamps, 'timestamp'],
    [ids, 'id'],
  ] as const) {
    for (const part of parts) {
      for (const bytes of without(text, part)) {
        yield {
          bytes,
          name: `the signed string without its ${name}`,
          hasTimestamp: name !== 'timestamp',
          hasId: name !== 'id',
        };
      }
    }
  }
}

function* without(text: string, part: string): Generator<Uint8Array> {
  const at = text.indexOf(part);
  if (at < 0) return;
  const end = at + part.length;
  if (/^[^\w{}]/.test(text.slice(end, end + 1))) yield latin1(text.slice(0, at) + text.slice(end + 1));
  if (/[^\w{}]$/.test(text.slice(0, at))) yield latin1(text.slice(0, at - 1) + text.slice(end));
  yield latin1(text.slice(0, at) + text.slice(end));
}
