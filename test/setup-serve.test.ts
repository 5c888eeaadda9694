import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const START = fileURLToPath(new URL('../tools/start.mjs', import.meta.url));

it.skipIf(process.platform === 'win32')(
  'npm start without an Electron binary says so, serves the app to the browser, and ends with Ctrl-C',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hookglass-start-'));
    const flags = ['--no-open', '--json', '--port', '0', '--ui-port', '0', '--data', join(folder, 'data')];
    const app = spawn(process.execPath, [START, ...flags], {
      // A folder without a binary stands for a machine without one.
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    app.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    const [line]: string[] = await once(createInterface({ input: app.stdout }), 'line');
    const { uiUrl, captureUrl, pid } = JSON.parse(line ?? '');

    expect(said.join('')).toMatch(
      /^(Building the app…\n)?No Electron binary here, so the app is served to your browser\./,
    );
    // The server runs in the process that was started: there is no other one to be left behind.
    expect(pid).toBe(app.pid);
    expect(await (await fetch(uiUrl)).text()).toContain('<title>Hookglass');
    expect((await fetch(captureUrl, { method: 'POST', body: 'hello' })).status).toBe(200);
    app.kill('SIGINT');
    await once(app, 'close');
    expect(app.exitCode).toBe(0);
  },
);
