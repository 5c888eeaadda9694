import { expect, test } from 'vitest';
import { withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

test.each([
  ['a blank in the name', 'a b', 'x'],
  ['an empty name', '', 'x'],
  ['a line break in the value', 'X-A', 'x\r\nX-Injected: 1'],
  ['a character that is no byte', 'X-A', '☃'],
])('a canned reply with %s is refused, and the server goes on', async (_name, name, value) => {
  await withApp(async (app) => {
    const reply = { status: 200, headers: [[name, value]], body: '', delayMs: 0 };
    const changed = await app.ask('changeEndpoint', { params: { id: 1 }, body: { reply } });
    expect([changed.status, JSON.parse(changed.bytes.toString())]).toEqual([
      400,
      expect.objectContaining({ code: 'bad-request' }),
    ]);
    expect((await app.ask('createEndpoint', { body: { name: 'X', reply } })).status).toBe(400);
    expect((await fetch(app.captureUrl, { method: 'POST', body: 'x' })).status).toBe(200);
  });
});

test('lines that would contradict the framing are left out of the answer', async () => {
  await withApp(async (app) => {
    const headers: [string, string][] = [
      ['Content-Length', '999'],
      ['Transfer-Encoding', 'chunked'],
      ['Trailer', 'X-Sum'],
      ['Connection', 'upgrade'],
      ['X-Own', 'caf\xe9'],
    ];
    await app.call('changeEndpoint', {
      params: { id: 1 },
      body: { reply: { status: 200, headers, body: 'ok', delayMs: 0 } },
    });
    const path = new URL(app.captureUrl).pathname;
    const { status, received } = await sendRaw(
      app.capturePort,
      `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nz`,
    );
    expect(status).toBe(200);
    expect(received).toMatch(
      /^HTTP\/1\.1 200 OK\r\nX-Own: caf\xe9\r\nX-Content-Type-Options: nosniff\r\nContent-Length: 2\r\n/,
    );
    expect(received).not.toMatch(/999|chunked|Trailer|upgrade/);
  });
});
