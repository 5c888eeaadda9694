import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { type TestApp, withApp } from './support/app.ts';

async function answerAfter(app: TestApp, delayMs: number): Promise<void> {
  const reply = { status: 202, headers: [], body: 'late', delayMs };
  await app.call('changeEndpoint', { params: { id: 1 }, body: { reply } });
}

const statuses = async (app: TestApp) => {
  const { deliveries } = await app.call('listDeliveries', { query: {} });
  return deliveries.map(({ replyStatus }) => replyStatus);
};

/** A sender whose delivery is stored and who waits for its answer. */
async function waitingSender(app: TestApp) {
  const socket = connect(app.capturePort, '127.0.0.1');
  socket.setEncoding('latin1');
  socket.write(`POST ${new URL(app.captureUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx`);
  await expect.poll(() => statuses(app)).toHaveLength(1);
  return socket;
}

test('an answer that comes later is told of once the sender has it', async () => {
  await withApp(async (app) => {
    await answerAfter(app, 700);
    const socket = await waitingSender(app);
    expect(await statuses(app)).toEqual([null]);
    const [answer] = await new Promise<string[]>((resolve) => socket.once('data', (text: string) => resolve([text])));
    expect(answer).toContain('202');
    await expect.poll(() => statuses(app)).toEqual([202]);
    socket.destroy();
  });
});

test('a sender that hung up before its answer was answered nothing', async () => {
  await withApp(async (app) => {
    await answerAfter(app, 150);
    const socket = await waitingSender(app);
    socket.destroy();
    const other = connect(app.capturePort, '127.0.0.1');
    other.write(`POST ${new URL(app.captureUrl).pathname} HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\ny`);
    await expect.poll(() => statuses(app)).toEqual([202, null]);
    other.destroy();
  });
});
