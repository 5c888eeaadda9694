import type { FromServer, ToServer } from '../server/main.ts';
import { restartDelayMs, SOUND_AFTER_MS } from './back-off.ts';
import type { ServerState } from './desktop-api.ts';
import { readServerMessage } from './server-messages.ts';

const STOP_WITHIN_MS = 5_000;

export type ServerAddress = Extract<FromServer, { kind: 'ready' }>;

/** What is used of Electron's UtilityProcess. */
export interface ServerChild {
  postMessage(message: ToServer): void;
  kill(): unknown;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
}

export interface Supervision {
  /** Start the server's process. */
  readonly fork: () => ServerChild;
  /** The key for stored secrets, base64, or null for the server's own key file. Throws one sentence when it is locked away. */
  readonly obtainKey: () => Promise<string | null>;
  readonly onReady: (address: ServerAddress) => void;
  readonly onState: (state: ServerState) => void;
  /** Run something after a time, in milliseconds. */
  readonly after: (delayMs: number, run: () => void) => void;
  readonly nowMs: () => number;
}

export interface SupervisedServer {
  /** Start it, for the first time or again after it has failed. */
  start(): void;
  /** Ask it to close cleanly; ends it after five seconds. Resolves when it is gone. */
  stop(): Promise<void>;
  state(): ServerState;
}

/**
 * Keep the server running in its utility process: a server that dies is started again, after growing pauses, up to four times
 * in a row; one that says why it cannot start is not. Every change is told in a sentence.
 */
export function superviseServer({ fork, obtainKey, onReady, onState, after, nowMs }: Supervision): SupervisedServer {
  let present: ServerState = { kind: 'restarting', sentence: 'Hookglass is starting.' };
  let child: ServerChild | null = null;
  let stopping: (() => void) | null = null;
  let stopped: Promise<void> | null = null;
  let deaths = 0;

  const tell = (kind: ServerState['kind'], sentence: string): void => {
    present = { kind, sentence };
    onState(present);
  };
  const post = (message: ToServer): void => child?.postMessage(message);

  function launch(keyBase64: string | null): void {
    if (stopped !== null) return;
    let readyAtMs: number | null = null;
    let problem: string | null = null;
    child = fork();
    child.on('message', (message: unknown) => {
      const told = readServerMessage(message);
      if (told?.kind === 'problem') problem = told.sentence;
      if (told?.kind !== 'ready') return;
      readyAtMs = nowMs();
      tell('running', 'Hookglass is running.');
      onReady(told);
    });
    child.once('exit', (code: number) => {
      child = null;
      if (stopping !== null) return stopping();
      if (readyAtMs !== null && nowMs() - readyAtMs >= SOUND_AFTER_MS) deaths = 0;
      if (problem !== null) return tell('failed', problem);
      restart(code);
    });
    post({ kind: 'start', keyBase64 });
  }

  function restart(code: number): void {
    deaths += 1;
    const delayMs = restartDelayMs(deaths);
    if (delayMs === null) {
      tell('failed', `The server behind this window stopped ${deaths} times (exit code ${code}). Nothing is captured.`);
    } else {
      tell(
        'restarting',
        'The server behind this window stopped and is being started again. Nothing is captured meanwhile.',
      );
      after(delayMs, run);
    }
  }

  function run(): void {
    obtainKey().then(launch, (error: unknown) =>
      tell('failed', error instanceof Error ? error.message : String(error)),
    );
  }

  return {
    state: () => present,
    start() {
      deaths = 0;
      if (child === null) run();
    },
    stop() {
      stopped ??= new Promise((resolve) => {
        if (child === null) return resolve();
        stopping = resolve;
        post({ kind: 'stop' });
        after(STOP_WITHIN_MS, () => child?.kill());
      });
      return stopped;
    },
  };
}
