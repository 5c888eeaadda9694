import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { hasScreen } from '../server/cli/open-in-browser.ts';
import { withDataDir, withServerProcess } from './support/hookglass-process.ts';

const COMMAND = fileURLToPath(new URL('../bin/hookglass.mjs', import.meta.url));
const ONE_CODE = /#code=([\w-]{43})/;

/** A folder with an `xdg-open` that writes down its arguments, and the environment in which it is found. */
async function withBrowser(use: (env: NodeJS.ProcessEnv, opened: () => string) => Promise<void>): Promise<void> {
  await withDataDir(async (folder) => {
    const program = join(folder, 'xdg-open');
    const log = join(folder, 'arguments');
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$@" > ${log}.part && mv ${log}.part ${log}\n`);
    chmodSync(program, 0o755);
    const { CI: _ci, SSH_CONNECTION: _ssh, ...rest } = process.env;
    const env = {
      ...rest,
      DISPLAY: ':99',
      PATH: `${folder}:${dirname(process.execPath)}:${process.env['PATH']}`,
      NO_COLOR: '1',
    };
    await use(env, () => (existsSync(log) ? readFileSync(log, 'utf8') : ''));
  });
}

const trade = async (link: string): Promise<number> => {
  const { origin, hash } = new URL(link);
  const body = JSON.stringify({ code: hash.replace('#code=', '') });
  return (
    await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body,
    })
  ).status;
};

/** The link in the file whose address the browser was given. */
function linkIn(address: string): string {
  const file = fileURLToPath(address.trim());
  expect(statSync(file).mode & 0o777).toBe(0o600);
  return /content="0; url=([^"]+)"/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}

describe.skipIf(process.platform !== 'linux')('a browser', () => {
  test('is opened by `open` with a file that leads in, and the printed link is another one', async () => {
    await withServerProcess(async (server) => {
      await withBrowser(async (env, opened) => {
        const child = spawn(process.execPath, [COMMAND, 'open', '--data', server.dataDir], { env });
        let printed = '';
        child.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
        });
        const [code] = await once(child, 'close');
        expect(code).toBe(0);
        await expect.poll(opened, { timeout: 20_000 }).toMatch(/^file:\/\/\S+\/open-[0-9a-f]{32}\.html\n$/);
        const link = linkIn(opened());
        expect(link).toMatch(ONE_CODE);
        expect(link).not.toBe(printed.trim());
        expect([await trade(link), await trade(link)]).toEqual([200, 401]);
        expect(existsSync(fileURLToPath(opened().trim()))).toBe(false);
        expect([await trade(printed.trim()), await trade(printed.trim())]).toEqual([200, 401]);
      });
    });
  });

  test('is opened by `serve` in the same way: no argument of a process carries a code', async () => {
    await withBrowser(async (env, opened) => {
      await withDataDir(async (dataDir) => {
        const child = spawn(process.execPath, [COMMAND, 'serve', '--port', '0', '--ui-port', '0', '--data', dataDir], {
          env,
        });
        let printed = '';
        child.stdout.on('data', (chunk: Buffer) => {
          printed += chunk.toString();
        });
        try {
          await expect.poll(opened, { timeout: 30_000 }).toMatch(/^file:\/\/\S+\.html\n$/);
          await expect.poll(() => printed, { timeout: 30_000 }).toContain('(opened in your browser)');
          const link = linkIn(opened());
          const shown = /http:\S+#code=\S+/.exec(printed)?.[0] ?? '';
          expect([await trade(link), await trade(shown)]).toEqual([200, 200]);
        } finally {
          child.kill('SIGTERM');
          await once(child, 'exit');
        }
      });
    });
  });
});

test.each<[string, NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
  ['a desktop with X', 'linux', { DISPLAY: ':0' }, true],
  ['a desktop with Wayland', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['no display', 'linux', {}, false],
  ['a Mac', 'darwin', {}, true],
  ['Windows', 'win32', {}, true],
  ['a machine used from afar', 'darwin', { SSH_CONNECTION: '1 2 3 4' }, false],
  ['a build machine', 'win32', { CI: 'true' }, false],
])('%s has a screen or not', (_, platform, env, screen) => {
  expect(hasScreen(platform, env)).toBe(screen);
});
