import { connect, type Socket } from 'node:net';

/** A TCP connection that writes exactly what it is given and collects every byte that comes back. */
export interface RawClient {
  readonly socket: Socket;
  write(bytes: Uint8Array | string): Promise<void>;
  /** Everything received so far, once `enough` says so or the peer has closed. */
  until(enough: (received: string) => boolean): Promise<string>;
  close(): void;
}

/** Strings are written as Latin-1: one character, one byte. */
export async function rawClient(
  port: number,
  host = '127.0.0.1',
  options: { readonly allowHalfOpen?: boolean } = {},
): Promise<RawClient> {
  const socket = connect({ port, host, noDelay: true, ...options });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
  let received = '';
  let ended = false;
  let wake = (): void => undefined;
  socket.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
    wake();
  });
  const end = (): void => {
    ended = true;
    wake();
  };
  socket.on('close', end);
  socket.on('error', end);
  return {
    socket,
    write: (bytes) =>
      new Promise((resolve) => {
        socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes, () => resolve());
      }),
    async until(enough) {
      while (!enough(received) && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return received;
    },
    close: () => socket.destroy(),
  };
}

/** The complete answers in a received text: status and body of each, by Content-Length; answers to HEAD have no body. */
export function answersIn(received: string, toHead = false): readonly { status: number; body: string }[] {
  const answers: { status: number; body: string }[] = [];
  let rest = received;
  for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
    const head = rest.slice(0, end);
    const status = Number(head.split(' ')[1]);
    const length = status === 100 || toHead ? 0 : Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (rest.length < end + 4 + length) break;
    if (status !== 100) answers.push({ status, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}

/** Send one request on a connection of its own and wait for its answer. */
export async function sendRaw(
  port: number,
  request: Uint8Array | string,
): Promise<{ status: number; received: string }> {
  const client = await rawClient(port);
  await client.write(request);
  const toHead = Buffer.from(request).subarray(0, 5).toString() === 'HEAD ';
  const received = await client.until((text) => answersIn(text, toHead).length > 0);
  client.close();
  return { status: answersIn(received, toHead)[0]?.status ?? 0, received };
}
