import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import electron from '../node_modules/electron/package.json' with { type: 'json' };
import type { FromServer, ToServer } from '../server/main.ts';
import { buildIfStale, ROOT } from '../tools/build.ts';
import { makeStandInElectron, readFuses } from './support/stand-in-electron.ts';

const fromBuilder = createRequire(createRequire(import.meta.url).resolve('app-builder-lib/package.json'));
const readYaml: (text: string) => Record<string, unknown> = fromBuilder('js-yaml').load;
const asar: { listPackage(file: string): string[]; extractAll(file: string, to: string): void } =
  fromBuilder('@electron/asar');

// The real builder packs the real app around a stand-in for Electron's binary, which cannot be had everywhere.
describe.runIf(process.platform === 'linux')('the packaged app', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-package-'));
  const unpacked = join(folder, 'release/linux-unpacked');
  const archive = join(unpacked, 'resources/app.asar');
  let files: readonly string[] = [];

  beforeAll(async () => {
    buildIfStale('everything');
    await build({
      projectDir: ROOT,
      targets: Platform.LINUX.createTarget('dir', Arch.x64),
      publish: 'never',
      config: {
        ...readYaml(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')),
        directories: { output: join(folder, 'release'), buildResources: 'electron/icons' },
        electronDist: makeStandInElectron(join(folder, 'electron'), electron.version),
      },
    });
    files = asar.listPackage(archive);
  }, 180_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the page, the desktop, the server and its packages', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        '/package.json',
        '/dist/renderer/index.html',
        '/dist/electron/main.js',
        '/dist/electron/preload.cjs',
        '/dist/server/main.js',
        '/dist/server/indexer.js',
        '/electron/icons/tray.png',
        '/node_modules/fastify/package.json',
        '/node_modules/localtunnel/package.json',
      ]),
    );
  });

  it('holds no sources, tests, maps or compilers, and none of the packages that the page was bundled from', () => {
    const unwanted = files.filter(
      (file) =>
        /^\/(server|renderer|test|tools|docs|bin|\.)/.test(file) ||
        /\.(ts|map|cpp|gyp|node-gyp)$/.test(file) ||
        /^\/node_modules\/(react|vite|electron|typescript|vitest|better-sqlite3\/(deps|src))(\/|$)/.test(file),
    );
    expect(unwanted).toEqual([]);
  });

  it("keeps SQLite's binaries of this platform, and only those, beside the archive, where they can be loaded", () => {
    const binaries = files.filter((file) => file.endsWith('.node'));
    expect(binaries).toContain('/node_modules/better-sqlite3/prebuilds/linux-x64.node');
    expect(binaries.filter((file) => !file.includes('/prebuilds/linux'))).toEqual([]);
    for (const file of binaries) {
      const source = readFileSync(join(ROOT, file));
      expect(readFileSync(join(`${archive}.unpacked`, file)).equals(source), file).toBe(true);
    }
  });

  it('has its fuses set: no Node in the binary, no flags from outside, only the sealed archive', () => {
    // In the order of FuseV1Options: RunAsNode, cookie encryption, NODE_OPTIONS, inspect, integrity, only asar, snapshot, file.
    const fuses = readFuses(readFileSync(join(unpacked, 'hookglass')));
    expect(fuses.slice(0, 6)).toEqual([false, true, false, false, true, true]);
    expect(fuses[7]).toBe(false);
  });

  it('runs its server: takes a delivery, shows the page, closes cleanly', async () => {
    const app = join(folder, 'app');
    asar.extractAll(archive, app);
    const server = fork(join(app, 'dist/server/main.js'), [
      ...['--data', join(folder, 'data')],
      ...['--port', '0', '--ui-port', '0'],
    ]);
    try {
      tell(server, { kind: 'start', keyBase64: null });
      const [started]: FromServer[] = await once(server, 'message');
      if (started?.kind !== 'ready') throw new Error(`not ready: ${started?.sentence}`);
      expect((await fetch(started.captureUrl, { method: 'POST', body: 'hello' })).status).toBe(200);
      const page = await fetch(started.uiUrl);
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await page.text()).toContain('<title>Hookglass');
      tell(server, { kind: 'stop' });
      await once(server, 'exit');
      expect(server.exitCode).toBe(0);
    } finally {
      server.kill();
    }
  });
});

function tell(server: ChildProcess, message: ToServer): void {
  server.send(message);
}
