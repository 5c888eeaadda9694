import { describe, expect, test } from 'vitest';
import { createRefusedCalls } from '../server/api/refused-calls.ts';
import { withApp } from './support/app.ts';
import { rawClient } from './support/raw-client.ts';

describe('refused calls', () => {
  test('are told at once, then at most once a minute with how many came meanwhile, each kind by itself', () => {
    const logs: string[] = [];
    let now = 0;
    const refused = createRefusedCalls({ log: (message) => logs.push(message), nowMs: () => now });
    for (let call = 0; call < 10_000; call++) refused.note('wrong-token');
    refused.note('foreign-host');
    now += 59_999;
    refused.note('wrong-token');
    expect(logs).toEqual([
      'The control side refused a call (wrong-token).',
      'The control side refused a call (foreign-host).',
    ]);
    now += 1;
    refused.note('wrong-token');
    refused.note('wrong-token');
    expect(logs.slice(2)).toEqual([
      'The control side refused a call (wrong-token). 10000 more like it came in the meantime.',
    ]);
    expect([refused.total, refused.guesses]).toEqual([10_004, 10_003]);
  });

  test('that happen without ill will are counted, and told only when there are many', () => {
    const logs: string[] = [];
    const refused = createRefusedCalls({ log: (message) => logs.push(message), nowMs: () => 0 });
    for (let call = 0; call < 5; call++) refused.note('wrong-code');
    for (let call = 0; call < 100; call++) refused.note('no-token');
    expect(logs).toEqual([]);
    refused.note('wrong-code');
    expect(logs).toHaveLength(1);
    expect([refused.total, refused.guesses]).toEqual([106, 6]);
  });

  test('are guesses that are answered one after the other, a bounded number of them waiting', async () => {
    const refused = createRefusedCalls({ log: () => undefined, nowMs: () => 0 });
    let answered = 0;
    const turns = Array.from({ length: 500 }, () => refused.turn().then(() => answered++));
    await Promise.resolve();
    await Promise.resolve();
    expect(answered).toBe(400);
    await turns[0];
    expect(answered).toBe(401);
  });

  test('by wrong tokens slow the guesser and nobody else, and are counted in the status', async () => {
    await withApp(async (app) => {
      const ask = async (token: string): Promise<number> => {
        const answer = await fetch(`${app.origin}/api/status`, { headers: { authorization: `Bearer ${token}` } });
        await answer.arrayBuffer();
        return answer.status;
      };
      let wrong = 0;
      let going = true;
      const attack = Array.from({ length: 8 }, async () => {
        while (going) {
          expect(await ask('x'.repeat(43))).toBe(401);
          wrong++;
        }
      });
      let right = 0;
      while (wrong < 40) {
        expect(await ask(app.app.token)).toBe(200);
        right++;
        expect((await fetch(app.captureUrl, { method: 'POST', body: 'x' })).status).toBe(200);
      }
      going = false;
      await Promise.all(attack);
      // One caller with the token is served more often than eight who guess, side by side with it.
      expect(right).toBeGreaterThan(wrong / 8);
      const { wrongTokens, refusedCalls } = await app.call('status', {});
      expect([wrongTokens, refusedCalls]).toEqual([wrong, wrong]);
      expect(app.logs).toEqual(['The control side refused a call (wrong-token).']);
    });
  });

  test('by the number of connections leave capture alone, and the control side open to those that it holds', async () => {
    await withApp(async (app) => {
      const port = Number(new URL(app.origin).port);
      const clients = await Promise.all(Array.from({ length: 300 }, () => rawClient(port)));
      await expect.poll(() => clients.filter(({ socket }) => socket.destroyed).length).toBeGreaterThanOrEqual(44);
      expect((await fetch(app.captureUrl, { method: 'POST', body: 'x' })).status).toBe(200);
      const held = clients.find(({ socket }) => !socket.destroyed);
      await held?.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      expect(await held?.until(() => false)).toMatch(/^HTTP\/1\.1 200 /);
      for (const client of clients) client.close();
      await expect.poll(async () => (await app.ask('status', {}).catch(() => null))?.status).toBe(200);
    });
  });
});
