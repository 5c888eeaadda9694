import type { SurplusBytes } from '../../server/contract/delivery.ts';
import { formatSize } from './size.ts';

const SHOWN = 80;

/** Bytes that followed a request, named and shown: everything but printable ASCII is escaped. */
export function surplusSentence({ sizeBytes, base64 }: SurplusBytes): string {
  const text = atob(base64.slice(0, 4 * SHOWN));
  const shown = text
    .slice(0, SHOWN)
    .replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const more = sizeBytes > SHOWN ? '…' : '';
  return `${formatSize(sizeBytes)} followed that are no request, and no part of this one: “${shown}${more}”`;
}

/** How many bytes followed a request, and how many of them are kept. */
export function surplusSize({ sizeBytes, base64 }: SurplusBytes): string {
  const keptBytes = atob(base64).length;
  const followed = `${formatSize(sizeBytes)} after the request`;
  return keptBytes === sizeBytes ? followed : `${followed}, of which the first ${formatSize(keptBytes)} are kept`;
}
