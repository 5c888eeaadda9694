import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** One request as it came over the wire. Strings have one character per byte. */
export interface RecordedRequest {
  /** Every byte from the request line to the end of the framing. */
  readonly bytes: Buffer;
  readonly requestLine: string;
  /** Header lines as sent, before any trimming other than the blanks around the value. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly trailers: readonly (readonly [name: string, value: string])[];
  /** The content, out of its chunks. */
  readonly body: Buffer;
}

export type RecorderAnswer = (request: RecordedRequest, socket: Socket) => string | Buffer | null;

export interface RawRecorder {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** All requests so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  /** The next request that was not handed out yet. */
  next(): Promise<RecordedRequest>;
  close(): Promise<void>;
}

const OK_HEAD = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n';
const OK = `${OK_HEAD}ok`;

/**
 * A TCP listener that keeps each request's exact bytes and answers what `answer` says (null: nothing). It knows just enough
 * HTTP to see where a request ends: Content-Length, chunked with trailers, else no body. `Expect: 100-continue` gets its 100.
 */
export async function startRawRecorder({
  answer = ({ requestLine }) => (requestLine.startsWith('HEAD ') ? OK_HEAD : OK),
  host = '127.0.0.1',
}: {
  answer?: RecorderAnswer;
  host?: string;
} = {}): Promise<RawRecorder> {
  const requests: RecordedRequest[] = [];
  const waiting: ((request: RecordedRequest) => void)[] = [];
  const sockets = new Set<Socket>();
  let handedOut = 0;
  const keep = (request: RecordedRequest): void => {
    requests.push(request);
    const waiter = waiting.shift();
    if (waiter === undefined) return;
    handedOut++;
    waiter(request);
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    const chunks: Buffer[] = [];
    let needed = 0;
    let size = 0;
    let continued = false;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      while (size >= needed && size > 0) {
        const received = Buffer.concat(chunks);
        const found = readRequest(received);
        if (found.kind === 'partial') {
          chunks.splice(0, chunks.length, received);
          needed = Math.max(found.needed, size + 1);
          if (found.expectsContinue && !continued) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
          continued = continued || found.expectsContinue;
          return;
        }
        chunks.splice(0, chunks.length, received.subarray(found.request.bytes.length));
        size = received.length - found.request.bytes.length;
        needed = 0;
        continued = false;
        keep(found.request);
        const reply = answer(found.request, socket);
        if (reply !== null) socket.write(typeof reply === 'string' ? Buffer.from(reply, 'latin1') : reply);
      }
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    requests,
    next: () => {
      const ready = requests[handedOut];
      if (ready === undefined) return new Promise((resolve) => waiting.push(resolve));
      handedOut++;
      return Promise.resolve(ready);
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

type Found =
  | { readonly kind: 'whole'; readonly request: RecordedRequest }
  | { readonly kind: 'partial'; readonly needed: number; readonly expectsContinue: boolean };

type Lines = readonly (readonly [string, string])[];

function readRequest(received: Buffer): Found {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return { kind: 'partial', needed: 0, expectsContinue: false };
  const [requestLine = '', ...lines] = received.toString('latin1', 0, headEnd).split('\r\n');
  const headers = toPairs(lines);
  const value = (name: string) => headers.find((line) => line[0].toLowerCase() === name)?.[1];
  const start = headEnd + 4;
  const expectsContinue = value('expect')?.toLowerCase() === '100-continue';
  const content = /chunked\s*$/i.test(value('transfer-encoding') ?? '')
    ? readChunks(received, start)
    : readLength(received, start, Number(value('content-length') ?? 0));
  if (content.kind === 'partial') return { kind: 'partial', needed: content.needed, expectsContinue };
  const { end, body, trailers } = content;
  return { kind: 'whole', request: { bytes: received.subarray(0, end), requestLine, headers, trailers, body } };
}

type Content =
  | { readonly kind: 'whole'; readonly end: number; readonly body: Buffer; readonly trailers: Lines }
  | { readonly kind: 'partial'; readonly needed: number };

function readLength(received: Buffer, start: number, length: number): Content {
  const end = start + length;
  if (received.length < end) return { kind: 'partial', needed: end };
  return { kind: 'whole', end, body: received.subarray(start, end), trailers: [] };
}

function readChunks(received: Buffer, start: number): Content {
  const parts: Buffer[] = [];
  let at = start;
  for (;;) {
    const lineEnd = received.indexOf('\r\n', at);
    if (lineEnd < 0) return { kind: 'partial', needed: 0 };
    const size = Number.parseInt(received.toString('latin1', at, lineEnd), 16);
    const dataEnd = lineEnd + 2 + size;
    if (size === 0) return readTrailers(received, lineEnd + 2, parts);
    if (received.length < dataEnd + 2) return { kind: 'partial', needed: dataEnd + 2 };
    parts.push(received.subarray(lineEnd + 2, dataEnd));
    at = dataEnd + 2;
  }
}

function readTrailers(received: Buffer, start: number, parts: readonly Buffer[]): Content {
  const body = Buffer.concat(parts);
  if (received.toString('latin1', start, start + 2) === '\r\n') {
    return { kind: 'whole', end: start + 2, body, trailers: [] };
  }
  const end = received.indexOf('\r\n\r\n', start);
  if (end < 0) return { kind: 'partial', needed: 0 };
  return {
    kind: 'whole',
    end: end + 4,
    body,
    trailers: toPairs(received.toString('latin1', start, end).split('\r\n')),
  };
}

function toPairs(lines: readonly string[]): Lines {
  return lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')] as const;
  });
}
