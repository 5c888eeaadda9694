import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createOwed } from '../server/capture/owed.ts';
import { systemClock } from '../server/clock/system-clock.ts';

/** A request whose sender waits, as a real server has it. */
async function waitingRequest() {
  const server = createServer();
  const asked = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sender = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sender.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const [, response] = await asked;
  onTestFinished(() => {
    sender.destroy();
    server.close();
  });
  return { sender, response };
}

test('a sender that hangs up before its late answer keeps no place among those that wait', async () => {
  const { sender, response } = await waitingRequest();
  const owed = createOwed(systemClock);
  owed.add();
  owed.after(3_600_000, response, () => owed.give(response));
  expect(owed.count()).toBe(1);
  sender.destroy();
  await expect.poll(owed.count).toBe(0);
});

test('an answer that was given once its time had come is not given again when the sender goes', async () => {
  const { sender, response } = await waitingRequest();
  const owed = createOwed(systemClock);
  let given = 0;
  owed.add();
  owed.after(1, response, () => {
    given++;
    response.end('late');
    owed.give(response);
  });
  await once(sender, 'data');
  sender.destroy();
  if (!response.closed) await once(response, 'close');
  expect([given, owed.count()]).toEqual([1, 0]);
});
