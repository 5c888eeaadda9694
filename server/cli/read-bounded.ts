import { close, constants, createReadStream, fstat, open } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { Socket } from 'node:net';
import { devNull } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

/** There was more to read than allowed. */
export class TooMuch extends Error {}

/** How often a named pipe is looked at until somebody writes to it. */
const LOOK_EVERY_MS = 50;

/**
 * All bytes of a regular file, of a pipe (`<(command)` of a shell is one), or of stdin, which is `-`. Opening and reading block no
 * thread, so that a signal can end the process while nobody writes to the pipe (open(2), O_NONBLOCK).
 * Throws `TooMuch` beyond `mostBytes`, an error of the system, or an Error that says what there is in place of a file.
 */
export async function readBounded(file: string, mostBytes: number): Promise<Buffer> {
  if (file === '-' || file === '/dev/stdin') return collect(process.stdin, mostBytes);
  if (file === devNull) return Buffer.alloc(0);
  for (;;) {
    const fd = await promisify(open)(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = await promisify(fstat)(fd);
    if (stat.isFIFO()) {
      const bytes = await collect(new Socket({ fd, readable: true, writable: false }), mostBytes);
      if (bytes.length > 0 || !(await hasName(file))) return bytes;
      await wait(LOOK_EVERY_MS);
    } else if (stat.isFile() && stat.size <= mostBytes) {
      return collect(createReadStream('', { fd }), mostBytes);
    } else {
      await promisify(close)(fd);
      if (stat.isFile()) throw new TooMuch();
      throw new Error(stat.isDirectory() ? 'it is a folder' : 'it is a device, not a file');
    }
  }
}

/** A pipe with a name may have no writer yet; one that a shell made and nobody writes to any more is at its end. */
const hasName = (file: string): Promise<boolean> =>
  realpath(file).then(
    () => true,
    () => false,
  );

async function collect(stream: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) throw new TooMuch();
  }
  return Buffer.concat(chunks);
}
