import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { post, settle } from './support/left-folder.ts';

describe('what is loaded', () => {
  const ENTRY = new URL('../server/cli/main.ts', import.meta.url).href;
  const TELL = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module';
    const seen = [];
    registerHooks({ load(url, context, next) { seen.push(url); return next(url, context); } });
    process.on('exit', () => process.stderr.write('LOADED ' + JSON.stringify(seen)));
  `)}`;
  const loadedBy = async (words: readonly string[]): Promise<string[]> => {
    const run = `import(${JSON.stringify(ENTRY)}).then(({ main }) => main(${JSON.stringify(words)})).then((code) => { process.exitCode = code; })`;
    const child = spawn(process.execPath, ['--import', TELL, '--eval', run], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const [code] = (await once(child, 'close')) as [number];
    expect([words, code, stderr.split('LOADED ')[0]]).toEqual([words, 0, expect.any(String)]);
    return JSON.parse(stderr.split('LOADED ')[1] ?? '[]') as string[];
  };
  const root = pathToFileURL(`${process.cwd()}/`).href;
  const files = (...names: readonly string[]): string[] => names.map((name) => `${root}server/${name}.ts`);
  /** What only a server needs. */
  const SERVER = files(
    ...['app', 'main', 'services', 'store/store', 'truth/writer', 'index/reader', 'index/indexer'],
    ...['capture/listener', 'reply/plan', 'send/replayer', 'stream/stream', 'feed/feed', 'tunnel/tunnel'],
    ...['api/control', 'api/assets', 'contract/routes'],
  );
  const RULES = files('providers/index', 'providers/senders', 'doctor/diagnose');
  const isOfServer = (url: string): boolean =>
    SERVER.includes(url) ||
    url.startsWith(`${root}server/contract/routes/`) ||
    /node_modules\/(?:fastify|typebox|localtunnel)\//.test(url);

  test('what must not be loaded is named as it is: each is a file', () => {
    expect([...SERVER, ...RULES].filter((url) => !existsSync(new URL(url)))).toEqual([]);
  });

  test('by a command that reads a folder: neither Fastify nor typebox, nor any part of a server', async () => {
    await withApp(async (app) => {
      const body = '{"id":"evt_1"}';
      await post(app, body);
      const { id } = await app.call('createEndpoint', { body: { name: 'GitHub', provider: 'github' } });
      await app.call('addSecret', { params: { id }, body: { name: 'one', value: 'of github', extra: {} } });
      await settle(app);
      await app.app.close();
      for (const words of [
        ['deliveries', 'list'],
        ['deliveries', 'list', '--query', 'evt'],
        ['deliveries', 'show', '1'],
        ['deliveries', 'body', '1'],
        ['export', '1'],
        ['endpoints', 'list'],
        ['endpoints', 'secrets', 'GitHub'],
        ['sessions', 'list'],
      ]) {
        const loaded = await loadedBy([...words, '--data', app.dataDir]);
        expect(loaded).toContain(`${root}server/read-folder.ts`);
        expect([words, loaded.filter((url) => isOfServer(url) || RULES.includes(url))]).toEqual([words, []]);
      }
    });
  });

  test('by a check of a signature: the rules and the doctor, and nothing of a server', async () => {
    await withApp(async (app) => {
      const { url } = await app.call('createEndpoint', { body: { name: 'Token', provider: 'gitlab' } });
      const { id } = await app.call('listEndpoints', {}).then((all) => all.find((one) => one.url === url)!);
      await app.call('addSecret', { params: { id }, body: { name: 'one', value: 'tok', extra: {} } });
      await fetch(url, {
        method: 'POST',
        headers: { 'x-gitlab-token': 'tok', 'x-gitlab-event': 'Push Hook' },
        body: '{}',
      });
      await settle(app);
      await app.app.close();
      const loaded = await loadedBy(['verify', '1', '--data', app.dataDir]);
      expect(loaded).toContain(`${root}server/doctor/diagnose.ts`);
      expect(loaded.filter(isOfServer)).toEqual([]);
    });
  });
});
