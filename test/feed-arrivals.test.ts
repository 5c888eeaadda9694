import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { encodeHead } from '../server/describe/head.ts';
import { ensureFirstEndpoint } from '../server/first-endpoint.ts';
import { openStore } from '../server/store/store.ts';
import { createAnnounce } from '../server/stream/announce.ts';
import { followIndex } from '../server/stream/follow-index.ts';
import { startStream } from '../server/stream/stream.ts';

test('what arrives soon after a message shares the next one', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-arrivals-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const log = (message: string) => console.error(message);
  const store = await openStore({ dataDir, keyBase64: null, log });
  await ensureFirstEndpoint(store, 0);
  const endpointId = store.endpoints.all()[0]?.id as number;
  const head = encodeHead('POST', '/e/x', '1.1', []);
  const capture = () =>
    new Promise<void>((resolve, reject) =>
      store.writer.capture({ endpointId, at: 0, status: 200, head, body: Buffer.from('x'), meta: null }, (error) =>
        error === null ? resolve() : reject(error),
      ),
    );
  const pauses = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const wakes = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let pausing = 0;
  let told = 0;
  const announce = createAnnounce({
    feedLog: store.feedLog,
    notify: () => wakes[told++]?.resolve(),
    pause: () => pauses[pausing++]?.promise ?? Promise.resolve(),
  });
  const logError = (message: string, error: unknown) => console.error(message, error);
  const stream = startStream({ followers: [announce], logError });
  followIndex({ store, stream, notify: () => undefined, logError });

  await capture();
  await wakes[0]?.promise;
  for (let at = 0; at < 3; at++) {
    await capture();
    await store.reader.call('describedUpTo', store.writer.lastId());
  }
  expect(told).toBe(1);
  pauses[0]?.resolve();
  await wakes[1]?.promise;
  expect(store.feedLog.after(1, 100)).toMatchObject([{ kind: 'arrived', first: 2, last: 4, seq: 4 }]);
  expect(told).toBe(2);
  pauses[1]?.resolve();
  await stream.stop();
  await store.close();
});
