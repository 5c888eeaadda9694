import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'vite';
import { ROOT } from './build.ts';
import { controlProxy } from './control-proxy.ts';

const PAGE_PORT = 7430;
/** A data folder of its own: development must not touch the deliveries of the installed app. */
const DEV_FLAGS = ['--data', join(ROOT, 'node_modules/.cache/hookglass-dev'), '--port', '7440', '--ui-port', '7441'];

/**
 * Run the server under `node --watch` and Vite's server for the page, until Ctrl-C. `args` are flags of `hookglass serve`;
 * of a flag given twice, the last counts. Every (re)start prints a fresh link, because its one-time code is new.
 */
export async function dev(args: readonly string[]): Promise<number> {
  const page = { origin: `http://127.0.0.1:${PAGE_PORT}`, control: 'http://127.0.0.1:7441' };
  const server = spawnServer(args);
  const vite = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    server: { host: '127.0.0.1', port: PAGE_PORT, strictPort: true, proxy: { '/api': controlProxy(page) } },
  });
  await vite.listen();

  createInterface({ input: server.stdout }).on('line', (line) => {
    const started = readStart(line);
    if (started === null) return console.log(line);
    page.control = started.origin;
    console.log(`Hookglass, with hot reload: ${page.origin}/${started.hash}`);
    vite.ws.send({ type: 'custom', event: 'hookglass:restarted', data: `/${started.hash}` });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill('SIGTERM'));
  await once(server, 'exit');
  await vite.close();
  return server.exitCode ?? 0;
}

function spawnServer(args: readonly string[]) {
  const entry = join(ROOT, 'bin/hookglass.mjs');
  return spawn(
    process.execPath,
    ['--watch', '--watch-preserve-output', entry, 'serve', '--json', '--no-open', ...DEV_FLAGS, ...args],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  ) satisfies ChildProcess;
}

/** The address of the page in the first line of `serve --json`, or null for any other line. */
function readStart(line: string): URL | null {
  try {
    const { uiUrl } = JSON.parse(line);
    return new URL(uiUrl);
  } catch {
    return null;
  }
}
