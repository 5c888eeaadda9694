import { expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import { type TestApp, withApp } from './support/app.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

const cancel = async (app: TestApp, id: number) => (await app.call('cancelRun', { params: { id } })).cancelled;

test('an edited run that is cancelled drops what has not begun; what is under way carries the edit to its end', async () => {
  const answers: (() => void)[] = [];
  const recorder = await startRawRecorder({
    answer(_request, socket) {
      answers.push(() => void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
      return null;
    },
  });
  await withApp(async (app) => {
    await fetch(app.captureUrl, { method: 'POST', body: 'as it came' });
    const deliveryIds = [1, 1, 1, 1, 1, 1];
    const edit = {
      bodyBase64: Buffer.from('edited').toString('base64'),
      headers: [['X-Edited', 'yes']] satisfies HeaderLine[],
    };
    const [first] = await app.call('replay', { body: { deliveryIds, url: recorder.url, edit } });
    for (let at = 0; at < 4; at++) await recorder.next();
    expect(await cancel(app, first?.runId as number)).toBe(2);
    expect(await cancel(app, first?.runId as number)).toBe(0);
    for (const answer of answers.splice(0)) answer();
    await app.app.replayer.idle();
    const kinds = async () =>
      (await app.call('listAttempts', { params: { id: 1 } })).map(({ outcome }) => outcome.kind).sort();
    expect(await kinds()).toEqual(['answered', 'answered', 'answered', 'answered', 'failed', 'failed']);
    await app.call('replay', { body: { deliveryIds: [1], url: recorder.url } });
    await recorder.next();
    expect(recorder.requests.map(({ body }) => body.toString())).toEqual([...Array(4).fill('edited'), 'as it came']);
  });
  await recorder.close();
});
