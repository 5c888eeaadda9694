import { PRINTED_LIFE_MS } from '../api/one-time-codes.ts';
import type { App } from '../app.ts';
import { DEFAULT_CAPTURE_PORT, DEFAULT_CONTROL_PORT } from '../config.ts';
import { printable } from '../contract/invisible.ts';
import { keepRunning } from '../keep-running.ts';
import { rendererDir } from '../renderer-dir.ts';
import { toPort } from '../to-port.ts';
import type { Arguments, Command, CommandContext } from './command.ts';
import { hasScreen, openInBrowser } from './open-in-browser.ts';
import { printTunnel } from './print-tunnel.ts';
import { readTunnelWish, TUNNEL_USAGE, tunnelOptionHelp, tunnelOptions } from './tunnel-wish.ts';

export const serveOptions = {
  port: { type: 'string' },
  'ui-port': { type: 'string' },
  'no-open': { type: 'boolean' },
  tunnel: { type: 'string' },
  ...tunnelOptions,
} as const;
export const serveOptionHelp = {
  '--port N': 'port that deliveries come to (7420; 0 for any free one)',
  '--ui-port N': 'port of the user interface and the API (7421; 0 for any free one)',
  '--no-open': 'do not open the browser',
  '--tunnel [ADAPTER]': 'open a public address too: localtunnel when no adapter is named',
  ...tunnelOptionHelp,
} as const;
export const serveBareFlags = { tunnel: 'localtunnel' } as const;

export const serve: Command = {
  name: 'serve',
  summary: 'Take deliveries and show them, until Ctrl-C',
  usage: `[--port N] [--ui-port N] [--no-open] [--tunnel [ADAPTER]] ${TUNNEL_USAGE} [--json]`,
  mostWords: 0,
  lasting: true,
  options: serveOptions,
  optionHelp: serveOptionHelp,
  bareFlags: serveBareFlags,
  examples: [
    'hookglass serve',
    'hookglass serve --port 8080 --no-open',
    'hookglass serve --data ./hooks --json',
    'hookglass serve --tunnel',
    'hookglass serve --tunnel cloudflared',
    'hookglass serve --tunnel public-url --url https://hooks.example.com',
  ],
  async run(args, context) {
    const app = await startServer(args, context);
    await untilStopped(context.signal);
    await app.close();
    return 0;
  },
};

/**
 * Start, and say where: with --json the first line of stdout is `{captureUrl, uiUrl, apiUrl, dataDir, pid}`. With --tunnel its
 * states follow as they come: `{tunnel}` lines with --json, sentences on stderr otherwise.
 */
export async function startServer({ flags }: Arguments, context: CommandContext): Promise<App> {
  const { dataDir, json, out, say } = context;
  const wish = readTunnelWish(flags['tunnel'], flags);
  const capturePort = toPort('--port', flags['port']);
  const controlPort = toPort('--ui-port', flags['ui-port']);
  const { startApp } = await import('../app.ts');
  const app = await startApp(
    { dataDir, capturePort, controlPort, keyBase64: null },
    { rendererDir, log: (message) => say(message) },
  );
  keepRunning(say);
  const { captureUrl, apiUrl, pid } = app.server;
  const { sessions } = app.context;
  const uiUrl = sessions.makeLink(PRINTED_LIFE_MS);
  for (const [port, usual, what] of [
    [new URL(captureUrl).port, DEFAULT_CAPTURE_PORT, 'deliveries'],
    [new URL(uiUrl).port, DEFAULT_CONTROL_PORT, 'the window'],
  ] as const) {
    const flag = what === 'deliveries' ? 'port' : 'ui-port';
    if (flags[flag] === undefined && Number(port) !== usual)
      say(`Port ${usual} is taken, so ${what} got port ${port}. --${flag} N chooses one.`);
  }
  const opened = flags['no-open'] !== true && !json && hasScreen();
  if (opened) openInBrowser(sessions.makePage());
  if (json) out(`${JSON.stringify({ captureUrl, uiUrl, apiUrl, dataDir, pid })}\n`);
  else {
    out(
      [
        'Hookglass is running. Point a sender at the inbox; the window shows what arrives.',
        '',
        `  inbox   ${captureUrl}`,
        `  window  ${uiUrl}${opened ? '  (opened in your browser)' : ''}`,
        `  data    ${printable(dataDir)}`,
        '',
        `Try it: curl -d hello ${captureUrl}`,
        '',
        wish === null
          ? 'Only this machine can reach it. Ctrl-C stops it; everything captured stays.'
          : 'Only this machine can reach it until the tunnel is open. Ctrl-C stops it; everything captured stays.',
        '',
      ].join('\n'),
    );
  }
  if (wish !== null) {
    app.tunnel.watch(printTunnel(context, captureUrl));
    app.tunnel.open(wish).catch((error: unknown) => say(`The tunnel could not be opened. ${String(error)}`));
  }
  return app;
}

export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
