import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertCaptureTarget, type CaptureTarget, captureTarget } from '../server/tunnel/capture-target.ts';
import { makeTunnel } from '../server/tunnel/tunnel.ts';
import { startListener } from './support/tunnel-bench.ts';

const ROOT = join(import.meta.dirname, '..');

test('only the inbox can say where a tunnel leads', () => {
  const files = globSync('{server,electron}/**/*.ts', { cwd: ROOT }).map((file) => file.replaceAll('\\', '/'));
  const makers = files.filter((file) => /\bcaptureTarget\b/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(files.length).toBeGreaterThan(20);
  expect(makers.filter((file) => !file.startsWith('server/capture/'))).toEqual(['server/tunnel/capture-target.ts']);
});

test('only the tunnel uses the tunnel package, and never its local_host', () => {
  const files = globSync('{server,electron,renderer}/**/*.{ts,tsx}', { cwd: ROOT }).map((file) =>
    file.replaceAll('\\', '/'),
  );
  const users = files.filter((file) => /(?:from |import\()'localtunnel/.test(readFileSync(join(ROOT, file), 'utf8')));
  expect(users).toEqual(['server/tunnel/adapters/localtunnel.ts']);
  expect(readFileSync(join(ROOT, users[0] ?? ''), 'utf8')).not.toMatch(/local_host[`']?\s*:/);
});

test('what only looks like the capture listener is refused', async () => {
  const listener = await startListener();
  const forged = { ...listener.target, port: 22 } as CaptureTarget;
  expect(() => assertCaptureTarget(listener.target)).not.toThrow();
  expect(() => assertCaptureTarget(forged)).toThrow('to the capture listener and to nothing else');
  const deps = {
    target: forged,
    adapters: [],
    onState: () => undefined,
    recordGap: () => undefined,
    onFault: () => undefined,
  };
  expect(() => makeTunnel({ ...deps, probe: { send: () => new Promise(() => undefined) } })).toThrow('nothing else');
  expect(() => Object.assign(listener.target, { port: 22 })).toThrow(TypeError);
  await listener.close();
});

test('a server that does not listen is no target', () => {
  expect(() => captureTarget(createServer())).toThrow('must listen on a port');
});
