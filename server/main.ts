import { parseArgs } from 'node:util';
import { startApp } from './app.ts';
import { dataDirFrom } from './config.ts';
import { escapeLines } from './contract/invisible.ts';
import { Problem } from './contract/problem.ts';
import { keepRunning } from './keep-running.ts';
import { rendererDir } from './renderer-dir.ts';
import { toPort } from './to-port.ts';

/** What the desktop tells this process; `start` comes first. */
export type ToServer = { readonly kind: 'start'; readonly keyBase64: string | null } | { readonly kind: 'stop' };
/** What it tells the desktop. `uiUrl` carries a one-time code. */
export type FromServer =
  | { readonly kind: 'ready'; readonly uiUrl: string; readonly captureUrl: string }
  | { readonly kind: 'problem'; readonly sentence: string };

/** A channel to whoever started this process: Electron's utility process, or a plain forked child. */
interface ParentChannel {
  receive(listener: (message: ToServer) => void): void;
  tell(message: FromServer): void;
}

interface UtilityPort {
  on(event: 'message', listener: (event: { readonly data: ToServer }) => void): void;
  postMessage(message: FromServer): void;
}

function parentChannel(): ParentChannel | null {
  const port = (process as NodeJS.Process & { parentPort?: UtilityPort }).parentPort;
  if (port !== undefined) {
    return {
      receive: (listener) => port.on('message', ({ data }) => listener(data)),
      tell: (message) => port.postMessage(message),
    };
  }
  if (process.send === undefined) return null;
  return {
    receive: (listener) => void process.on('message', (message) => listener(message as ToServer)),
    tell: (message) => void process.send?.(message),
  };
}

const log = (message: string): void => void process.stderr.write(`${escapeLines(message)}\n`);

/** Headless start, as the desktop does it: waits for `start`, answers `ready`, ends cleanly at `stop`. */
async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, port: { type: 'string' }, 'ui-port': { type: 'string' } },
  });
  const channel = parentChannel();
  if (channel === null) throw new Problem('wrong-use', 'this is started by the desktop; use `hookglass serve`');
  const start = Promise.withResolvers<string | null>();
  const stop = Promise.withResolvers<void>();
  channel.receive((message) => (message.kind === 'start' ? start.resolve(message.keyBase64) : stop.resolve()));
  process.once('disconnect', () => stop.resolve());
  process.once('SIGTERM', () => stop.resolve());
  try {
    const app = await startApp(
      {
        dataDir: dataDirFrom(values.data, process.env),
        capturePort: toPort('--port', values.port),
        controlPort: toPort('--ui-port', values['ui-port']),
        keyBase64: await start.promise,
      },
      { rendererDir, log },
    );
    keepRunning(log);
    channel.tell({ kind: 'ready', uiUrl: app.context.sessions.makeLink(), captureUrl: app.server.captureUrl });
    await stop.promise;
    await app.close();
    process.exit(0);
  } catch (error) {
    channel.tell({ kind: 'problem', sentence: error instanceof Problem ? error.message : String(error) });
    throw error;
  }
}

await run();
