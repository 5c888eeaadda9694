import type { IncomingMessage } from 'node:http';

/** The body of a request as it came, and how its reading ended. */
export interface ReadBody {
  readonly bytes: Buffer;
  readonly end: 'complete' | 'aborted' | 'too-large';
}

const NOTHING = Buffer.alloc(0);
/** How much of a body over the cap is kept. */
export const KEPT_OF_TOO_LARGE = 1_048_576;

/**
 * Read a body as bytes: never as text, never decompressed. Over `capBytes` reading stops and the first bytes are handed over;
 * what an aborting sender had sent is handed over too. `done` is called exactly once.
 */
export function readBody(request: IncomingMessage, capBytes: number, done: (body: ReadBody) => void): void {
  let first: Buffer | null = null;
  let chunks: Buffer[] | null = null;
  let size = 0;
  let settled = false;
  const bytes = (): Buffer => (chunks === null ? (first ?? NOTHING) : Buffer.concat(chunks, size));
  const settle = (end: ReadBody['end']): void => {
    if (settled) return;
    settled = true;
    const all = bytes();
    done({ bytes: end === 'too-large' ? all.subarray(0, Math.min(capBytes, KEPT_OF_TOO_LARGE)) : all, end });
  };
  request.on('data', (chunk: Buffer) => {
    if (settled) return;
    size += chunk.length;
    if (first === null) first = chunk;
    else if (chunks === null) chunks = [first, chunk];
    else chunks.push(chunk);
    if (size > capBytes) settle('too-large');
  });
  request.on('end', () => settle('complete'));
  request.on('error', () => settle('aborted'));
  request.on('close', () => settle('aborted'));
}
