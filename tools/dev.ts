import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { createServer, type ViteDevServer } from 'vite';
import { ROOT } from './build.ts';
import { controlProxy } from './control-proxy.ts';

const PAGE = { host: '127.0.0.1', port: 7430 };
const PAGE_ORIGIN = `http://${PAGE.host}:${PAGE.port}`;
/** Folder and ports of its own: development must not touch the deliveries of the installed app. */
const DEV_FLAGS = ['--data', join(ROOT, 'node_modules/.cache/hookglass-dev'), '--port', '7440', '--ui-port', '7441'];

type Server = ChildProcessByStdio<null, Readable, null>;

/**
 * Run the server under `node --watch` and Vite's server for the page, until Ctrl-C. `args` are flags of `hookglass serve`;
 * of a flag given twice, the last counts. Every (re)start prints a fresh link, because its one-time code is new.
 */
export async function dev(args: readonly string[]): Promise<number> {
  const server = spawnServer(args);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill('SIGTERM'));
  let vite: Promise<ViteDevServer> | undefined;
  createInterface({ input: server.stdout }).on('line', async (line) => {
    const uiUrl = readUiUrl(line);
    if (uiUrl === null) return console.log(line);
    vite ??= servePage(uiUrl.origin);
    await vite;
    console.log(`Hookglass, with hot reload: ${PAGE_ORIGIN}/${uiUrl.hash}`);
  });
  await once(server, 'exit');
  await (await vite)?.close();
  return server.exitCode ?? 0;
}

function spawnServer(args: readonly string[]): Server {
  const serve = [join(ROOT, 'tools/dev-server.mjs'), 'serve', '--json', '--no-open', ...DEV_FLAGS, ...args];
  return spawn(process.execPath, ['--watch', '--watch-preserve-output', ...serve], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function servePage(control: string): Promise<ViteDevServer> {
  const proxy = { '/api': controlProxy(PAGE_ORIGIN, control) };
  const vite = await createServer({
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'warn',
    server: { ...PAGE, strictPort: true, proxy },
  });
  return vite.listen();
}

/** The address of the page in the first line of `serve --json`, or null for any other line. */
function readUiUrl(line: string): URL | null {
  try {
    return new URL(JSON.parse(line).uiUrl);
  } catch {
    return null;
  }
}
