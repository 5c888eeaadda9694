import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { answersIn, rawClient } from './raw-client.ts';

const BLOCK = randomBytes(65_536);

/** A body of its own, made in blocks as it is sent, so that many large ones cost nothing here. */
export interface MadeBody {
  readonly sizeBytes: number;
  readonly sha256: string;
  sha256OfFirst(bytes: number): string;
  blocks(): Iterable<Buffer>;
}

export function madeBody(sizeBytes: number): MadeBody {
  const first = Buffer.concat([randomBytes(16), BLOCK.subarray(16)]);
  function* blocks(most = sizeBytes): Iterable<Buffer> {
    for (let at = 0; at < most; at += BLOCK.length)
      yield (at === 0 ? first : BLOCK).subarray(0, Math.min(BLOCK.length, most - at));
  }
  const sha256OfFirst = (bytes: number): string => {
    const hash = createHash('sha256');
    for (const block of blocks(bytes)) hash.update(block);
    return hash.digest('hex');
  };
  return { sizeBytes, sha256: sha256OfFirst(sizeBytes), sha256OfFirst, blocks };
}

/** The bytes of a block on the wire, in chunks of `chunkBytes` (RFC 9112, 7.1). */
export function inChunks(block: Buffer, chunkBytes: number): Buffer {
  if (chunkBytes === 1) {
    const wire = Buffer.alloc(6 * block.length);
    for (let at = 0; at < block.length; at++) {
      wire.write('1\r\n', 6 * at, 'latin1');
      wire[6 * at + 3] = block[at] as number;
      wire.write('\r\n', 6 * at + 4, 'latin1');
    }
    return wire;
  }
  const parts: Buffer[] = [];
  for (let at = 0; at < block.length; at += chunkBytes) {
    const chunk = block.subarray(at, at + chunkBytes);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/** Upload a body in chunks, reading as it writes; the status of the answer, 0 where none came. */
export async function upload(captureUrl: string, body: MadeBody, chunkBytes: number): Promise<number> {
  const { port, pathname } = new URL(captureUrl);
  const client = await rawClient(Number(port));
  await client.write(`POST ${pathname} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`);
  let isAnswered = false;
  const answer = client
    .until((text) => answersIn(text).length > 0)
    .then((text) => {
      isAnswered = true;
      return answersIn(text)[0]?.status ?? 0;
    });
  for (const block of body.blocks()) {
    if (isAnswered) break;
    await Promise.race([client.write(inChunks(block, chunkBytes)), answer]);
  }
  if (!isAnswered) void client.write('0\r\n\r\n');
  const status = await answer;
  client.close();
  return status;
}

/** Post one byte every second until `work` is done; the status of each. */
export async function postingMeanwhile<T>(
  captureUrl: string,
  work: Promise<T>,
): Promise<{ result: T; statuses: number[] }> {
  const statuses: number[] = [];
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  done.catch(() => undefined);
  while (!isDone) {
    statuses.push(await fetch(captureUrl, { method: 'POST', body: 'z' }).then(({ status }) => status));
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 1_000))]);
  }
  return { result: await done, statuses };
}

/** How far the memory of a process grew above what it holds now (proc_pid_status(5), VmHWM), in MB. */
export function memoryOf(pid: number): { readonly grownMb: () => number } {
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1_024;
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  const before = read('VmRSS');
  return { grownMb: () => Math.round(read('VmHWM') - before) };
}
