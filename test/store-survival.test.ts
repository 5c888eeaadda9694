import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../server/store/store.ts';
import { type TestApp, withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

const post = (app: TestApp, body: string) =>
  sendRaw(
    app.capturePort,
    `POST ${new URL(app.captureUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );

test.concurrent('a data folder has one server at a time, and is free again after it', async () => {
  await withApp(async (app) => {
    const second = openStore({ dataDir: app.dataDir, keyBase64: null, log: () => undefined });
    await expect(second).rejects.toMatchObject({ code: 'data-in-use' });
    await app.restart();
    expect((await post(app, 'x')).status).toBe(200);
  });
});

test.concurrent('an indexer that dies is replaced, and nothing captured meanwhile is missing', async () => {
  await withApp(async (app) => {
    await post(app, 'before');
    await app.call('listDeliveries', { query: {} });
    await app.app.store.reader.replace();
    expect((await post(app, 'meanwhile')).status).toBe(200);
    await app.feed(0, (messages) =>
      messages.some((message) => message.kind === 'arrived' && message.deliveries.some(({ id }) => id === 2)),
    );
    expect((await app.call('listDeliveries', { query: {} })).deliveries.map(({ id }) => id)).toEqual([2, 1]);
    expect(app.logs.join('\n')).toContain('The indexer stopped and is started again.');
  });
});

test('a server whose indexer ended can be stopped, before the next one and while that cannot start', async () => {
  await withApp(async (app) => {
    const { reader } = app.app.store;
    await reader.replace();
    await app.restart();
    await post(app, 'kept');
    const index = join(app.dataDir, 'index.db');
    for (const ending of ['', '-wal', '-shm']) rmSync(index + ending);
    mkdirSync(index);
    const { reader: next } = app.app.store;
    await next.replace();
    await expect(async () => {
      for (;;) await next.call('counts', null);
    }).rejects.toThrow(/index\.db|The indexer has stopped/);
    await expect.poll(() => app.logs.join('\n')).toContain('The data folder cannot be used.');
    await expect(next.call('counts', null)).rejects.toThrow('The data folder cannot be used.');
    await app.restart({ between: () => rmSync(index, { recursive: true }) });
    expect((await app.call('listDeliveries', { query: {} })).total).toBe(1);
  });
});

test.concurrent('an index that is no database is built anew', async () => {
  await withApp(async (app) => {
    await post(app, 'kept');
    await app.call('listDeliveries', { query: {} });
    await app.restart({
      between: () => {
        for (const ending of ['', '-wal'])
          writeFileSync(
            join(app.dataDir, `index.db${ending}`),
            'this is no database, whatever its name says'.repeat(400),
          );
      },
    });
    expect((await app.call('listDeliveries', { query: { query: 'kept' } })).matching).toBe(1);
  });
});
