import { expect, test } from 'vitest';
import type { FeedMessage } from '../server/contract/feed.ts';
import { type TestApp, withApp } from './support/app.ts';
import { startRawRecorder } from './support/raw-recorder.ts';

const post = (app: TestApp, body: string) => fetch(app.captureUrl, { method: 'POST', body });
const arrived = (messages: readonly FeedMessage[]): number =>
  messages.flatMap((message) => (message.kind === 'arrived' ? message.deliveries : [])).length;
async function forwardTo(app: TestApp, url: string): Promise<void> {
  const { id } = await app.call('createDestination', { body: { url } });
  await app.call('changeEndpoint', { params: { id: 1 }, body: { forwardTo: id } });
}

test('a destination that hangs delays no other, and the feed goes on', async () => {
  const hanging = await startRawRecorder({ answer: () => null });
  const healthy = await startRawRecorder();
  await withApp(async (app) => {
    for (let at = 1; at <= 6; at++) await post(app, `${at}`);
    await app.call('replay', { body: { deliveryIds: [1, 2, 3, 4, 5, 6], url: hanging.url } });
    await hanging.next();
    await forwardTo(app, healthy.url);
    await post(app, 'live');
    expect((await healthy.next()).body.toString()).toBe('live');
    await forwardTo(app, hanging.url);
    await post(app, 'held');
    await app.feed(0, (messages) => arrived(messages) === 8);
  });
  await hanging.close();
  await healthy.close();
});

test('a run is cancelled without another, and without live forwards', async () => {
  const hanging = await startRawRecorder({ answer: () => null });
  await withApp(async (app) => {
    for (let at = 1; at <= 6; at++) await post(app, `${at}`);
    const ids = [1, 2, 3, 4, 5, 6];
    const [first] = await app.call('replay', { body: { deliveryIds: ids, url: hanging.url } });
    const [second] = await app.call('replay', { body: { deliveryIds: ids, url: hanging.url } });
    await forwardTo(app, hanging.url);
    await post(app, 'live');
    await app.feed(0, (messages) => messages.some((one) => one.kind === 'attempt' && one.attempt.origin === 'forward'));
    const cancel = async (id: number) => (await app.call('cancelRun', { params: { id } })).cancelled;
    expect(await cancel(second?.runId as number)).toBe(6);
    expect(await cancel(first?.runId as number)).toBe(2);
    const [forward] = await app.call('listAttempts', { params: { id: 7 } });
    expect(forward).toMatchObject({ origin: 'forward', runId: null, outcome: { kind: 'pending' } });
  });
  await hanging.close();
});

test('what waits to be forwarded when the server ends is sent by the next one; what came before the forward never is', async () => {
  const recorder = await startRawRecorder({ answer: () => null });
  await withApp(async (app) => {
    await post(app, 'before');
    await forwardTo(app, recorder.url);
    for (let at = 1; at <= 6; at++) await post(app, `${at}`);
    await app.feed(0, (messages) => messages.filter(({ kind }) => kind === 'attempt').length >= 6);
    for (let at = 0; at < 4; at++) await recorder.next();
    await app.restart();
    // Those that were under way go again: four in flight, whichever they are.
    for (let at = 0; at < 4; at++) await recorder.next();
    const bodies = new Set(recorder.requests.map(({ body }) => body.toString()));
    expect(recorder.requests.length).toBe(8);
    expect(bodies.has('before')).toBe(false);
  });
  await recorder.close();
});

test('a forward of everything ends with its server', async () => {
  const recorder = await startRawRecorder();
  await withApp(async (app) => {
    app.app.forwardAll(recorder.url);
    await post(app, 'one');
    expect((await recorder.next()).body.toString()).toBe('one');
    expect(await app.call('listEndpoints', {})).toMatchObject([{ forwardTo: null }]);
    await app.restart();
    await post(app, 'two');
    await app.feed(0, (messages) => arrived(messages) >= 2);
    expect(app.app.store.endpoints.all()).toMatchObject([{ forwardTo: null }]);
    expect(await app.call('listAttempts', { params: { id: 2 } })).toEqual([]);
  });
  await recorder.close();
});
