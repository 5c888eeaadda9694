import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { GuardRules } from '../../server/send/guard.ts';
import { planSend, type SendPlan } from '../../server/send/plan.ts';
import { type SendOptions, send } from '../../server/send/send.ts';
import { type RawRecorder, type RecorderAnswer, startRawRecorder } from './raw-recorder.ts';

/** What may be sent to: this machine, but not one port of it. */
export const guard: GuardRules = { ownPorts: [7420], allowedHosts: [] };

/** What comes of a POST of `{}` to `url`, or of another request. */
export const sendTo = (url: string, change?: Parameters<typeof planTo>[1], options?: Partial<SendOptions>) =>
  send(planTo(url, change), { guard, ...options });

export function planTo(url: string, change: { method?: string; body?: Uint8Array; timeoutMs?: number } = {}): SendPlan {
  const { method = 'POST', body = Buffer.from('{}'), timeoutMs = 10_000 } = change;
  return planSend(
    { method, target: '/hook', headers: [['Host', 'x']], trailers: [], body, httpVersion: '1.1' },
    { url, headerRule: 'as-received', extraHeaders: [], timeoutMs },
  );
}

/** A destination that answers so, until the test has finished. */
export async function recorderThat(answer: RecorderAnswer): Promise<RawRecorder> {
  const recorder = await startRawRecorder({ answer });
  onTestFinished(() => recorder.close());
  return recorder;
}

/** A TCP server that does `onSocket` with each connection until the test has finished; its port. */
export function serverThat(onSocket: (socket: Socket) => void, host = '127.0.0.1'): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onSocket(socket);
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await closed(server);
  });
  return listen(server, host);
}

/** Listen on a free port, which is returned. */
export async function listen(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

export async function closed(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
