import { crc32 } from 'node:zlib';
import type { StoredRequest } from '../describe/stored-request.ts';

/**
 * The value that is committed with a delivery's own row, so that a later change of its bytes is noticed although the index was
 * built anew from them: CRC-32 over the moment, head and body. It tells rot, not forgery.
 * What is learned of a request later is written into its meta, which is therefore left out.
 */
export const checkValueOf = ({ at, head, body }: Omit<StoredRequest, 'meta'>): number =>
  crc32(body, crc32(`${at}\n${head}`));
