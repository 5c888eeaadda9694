import { textOf, utf8 } from './bytes.ts';

/** The first place where two byte strings part, with a few characters from there on. */
export interface Difference {
  readonly at: number;
  readonly received: string;
  readonly signed: string;
}

const EXCERPT_BYTES = 24;

function excerpt(bytes: Uint8Array, from: number): string {
  const part = bytes.subarray(from, from + EXCERPT_BYTES);
  return textOf(part) ?? Buffer.from(part).toString('latin1');
}

/** Where `received` and `signed` differ first, or null when they are equal. `at` counts bytes from 0. */
export function differenceOf(received: Uint8Array, signed: Uint8Array): Difference | null {
  const end = Math.min(received.byteLength, signed.byteLength);
  let at = 0;
  while (at < end && received[at] === signed[at]) at++;
  if (at === received.byteLength && at === signed.byteLength) return null;
  return { at, received: excerpt(received, at), signed: excerpt(signed, at) };
}

/** The same for texts, in bytes of UTF-8. */
export const textDifference = (received: string, signed: string): Difference | null =>
  differenceOf(utf8(received), utf8(signed));

/** How far two byte strings part, in words: `2 of 412 bytes differ from 17`, or the lengths. */
export function extentOf(received: Uint8Array, signed: Uint8Array): string {
  const difference = differenceOf(received, signed);
  if (difference === null) return 'the bytes are equal';
  if (received.byteLength !== signed.byteLength) {
    return `${signed.byteLength} bytes were signed, ${received.byteLength} arrived; they part at ${difference.at}`;
  }
  let count = 0;
  for (let at = 0; at < signed.byteLength; at++) if (signed[at] !== received[at]) count++;
  return `${count} of ${signed.byteLength} bytes differ from ${difference.at}`;
}
