import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { deliver, settled } from './support/signed-delivery.ts';

test('a row that cannot be described keeps its method, target and hash, and does not hold up the next', async () => {
  await withApp(async (app) => {
    const sent = { method: 'PUT', headers: [['Content-Type', 'text/plain'] as const], body: 'kept' };
    const damaged = await deliver(app, { url: app.captureUrl }, { ...sent, pathAndQuery: '/orders?page=2' });
    const sound = await deliver(app, { url: app.captureUrl }, sent);
    await settled(app, sound.id);
    const damage = (): void => {
      const truth = new Database(join(app.dataDir, 'hookglass.db'));
      truth.prepare("UPDATE delivery SET meta = '{' WHERE id = ?").run(damaged.id);
      truth.close();
      for (const ending of ['', '-wal', '-shm']) rmSync(join(app.dataDir, `index.db${ending}`), { force: true });
    };
    await app.restart({ between: damage });
    await app.app.store.reader.call('describedUpTo', sound.id);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ id }) => id)).toEqual([sound.id, damaged.id]);
    expect(deliveries[1]).toMatchObject({
      method: 'PUT',
      target: expect.stringMatching(/\/orders\?page=2$/) as string,
      contentType: 'text/plain',
      sizeBytes: 4,
      sha256: createHash('sha256').update('kept').digest('hex'),
    });
    expect(app.logs.join('\n')).toContain(`Delivery ${damaged.id} could not be described`);
  });
});
