import { expect, test } from 'vitest';
import { withApp } from './support/app.ts';

test('names of 100 KB are cut in the list and whole in the body; twins are still told by all of it', async () => {
  await withApp(async (app) => {
    const long = 'n'.repeat(100_000);
    const send = async (id: string): Promise<void> => {
      const body = JSON.stringify({ id, type: long, data: { object: { id: `😀${long}`, object: 'charge' } } });
      const headers = { 'content-type': `application/json; x=${'t'.repeat(2_000)}`, 'stripe-signature': 't=1,v1=00' };
      await fetch(app.captureUrl, { method: 'POST', headers, body });
    };
    await send(`${long}1`);
    await send(`${long}2`);
    await send(`${long}2`);
    await app.app.store.reader.call('settled', null);
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.map(({ duplicate }) => duplicate)).toEqual([2, 1, 1]);
    for (const { event, resource, deliveryKey, contentType } of deliveries) {
      expect(event).toBe(`${'n'.repeat(512)}…`);
      for (const name of [resource, deliveryKey, contentType]) expect(name?.length).toBeLessThanOrEqual(513);
      expect(resource?.isWellFormed()).toBe(true);
    }
    const body = await app.ask('getBody', { params: { id: 1 } });
    expect(JSON.parse(body.bytes.toString()).type).toBe(long);
  });
});
