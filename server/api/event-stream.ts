import type { ServerResponse } from 'node:http';
import type { Caller } from './caller.ts';

interface StreamTimes {
  readonly heartbeatMs: number;
  /** How long a reader may take nothing before it is ended; it resumes where it was when it comes back. */
  readonly stallMs: number;
}

const TIMES: StreamTimes = { heartbeatMs: 15_000, stallMs: 60_000 };

/** Server-sent events to one reader (HTML, 9.2). */
export interface EventStream {
  /** Resolves when the reader has room for more, or is gone. One write at a time. */
  write(text: string): Promise<void>;
  /** Aborts when the reader is gone, was ended, or its session was. */
  readonly signal: AbortSignal;
  end(): void;
}

/**
 * Start the answer. What is not read stays with the writer: at most one message waits in this process, with one listener, and a
 * reader that takes nothing for a minute is ended. A session that is over ends its stream, at the latest at the next heartbeat.
 */
export function openEventStream(
  response: ServerResponse,
  caller: Caller,
  { heartbeatMs, stallMs }: StreamTimes = TIMES,
): EventStream {
  const ended = new AbortController();
  let waiting: Promise<void> | null = null;
  let wake = (): void => undefined;
  const cut = (): void => void response.destroy();
  const stop = (): void => {
    clearInterval(heartbeat);
    caller.ended.removeEventListener('abort', cut);
    ended.abort();
    wake();
  };

  const room = (): Promise<void> => {
    waiting ??= new Promise((resolve) => {
      const stalled = setTimeout(cut, stallMs);
      wake = () => {
        clearTimeout(stalled);
        waiting = null;
        resolve();
      };
    });
    return waiting;
  };
  const write = async (text: string): Promise<void> => {
    await waiting;
    if (!ended.signal.aborted && !response.write(text)) await room();
  };
  const heartbeat = setInterval(() => {
    if (!caller.stillOpen()) cut();
    else if (waiting === null) void write(': still here\n\n');
  }, heartbeatMs);

  response.on('drain', () => wake());
  response.once('close', stop);
  caller.ended.addEventListener('abort', cut, { once: true });
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
  if (caller.ended.aborted) cut();
  return { write, signal: ended.signal, end: () => void response.end() };
}
