import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { OpenFailure } from '../server/tunnel/opener.ts';
import { orAborted } from '../server/tunnel/or-aborted.ts';
import { makeTunnel } from '../server/tunnel/tunnel.ts';
import { fakeAdapter } from './support/fake-adapter.ts';
import { settle } from './support/hand-clock.ts';
import {
  clock,
  kinds,
  listener,
  missed,
  setUp,
  URL_1,
  WORKED,
  withListenerAndClock,
} from './support/supervised-tunnel.ts';

withListenerAndClock();

describe('opening', () => {
  test('it is closed at the start, and opening shows each step', async () => {
    const { tunnel, log } = setUp([fakeAdapter('localtunnel', () => URL_1)]);
    expect(tunnel.state()).toEqual({ kind: 'closed', reason: null });
    await tunnel.open({ adapter: 'localtunnel', subdomain: 'hooks' });
    await clock.pass(1);
    expect(kinds(log.states)).toEqual(['opening', 'open', 'open']);
    expect(log.states[1]).toMatchObject({ url: URL_1, lastProbe: null, fidelity: { measured: false } });
    expect(log.states[2]).toMatchObject({ lastProbe: { roundTripMs: 12 }, fidelity: { measured: true } });
  });

  test('a try that never answers ends at our own deadline, and closes what comes about later', async () => {
    const late = Promise.withResolvers<string>();
    const adapter = fakeAdapter('localtunnel', () => late.promise);
    const { tunnel, log } = setUp([adapter]);
    const settled = tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(32_000);
    expect(await settled).toMatchObject({ kind: 'lost', reason: 'localtunnel gave no answer within 30 seconds.' });
    await tunnel.close();
    late.resolve(URL_1);
    await settle();
    expect(adapter.alive.size).toBe(0);
    expect(kinds(log.states)).toEqual(['opening', 'lost', 'closed']);
  });

  test('closing while it opens does not wait for the adapter', async () => {
    const { tunnel } = setUp([fakeAdapter('localtunnel', () => new Promise(() => undefined))]);
    const settled = tunnel.open({ adapter: 'localtunnel' });
    await settle();
    await tunnel.close();
    expect(await settled).toEqual({ kind: 'closed', reason: null });
  });

  test('of two openings at the same time the last one counts, and nothing of the first stays', async () => {
    const adapter = fakeAdapter('localtunnel', ({ subdomain }) => `https://${subdomain}.named.example`);
    const { tunnel } = setUp([adapter]);
    const answers = await Promise.all([
      tunnel.open({ adapter: 'localtunnel', subdomain: 'first' }),
      tunnel.open({ adapter: 'localtunnel', subdomain: 'second' }),
    ]);
    expect(tunnel.state()).toMatchObject({ kind: 'open', url: 'https://second.named.example' });
    expect(answers).toEqual([tunnel.state(), tunnel.state()]);
    await tunnel.open({ adapter: 'localtunnel', subdomain: 'third' });
    expect(tunnel.state()).toMatchObject({ kind: 'open', url: 'https://third.named.example' });
    expect(adapter.alive.size).toBe(1);
  });

  test('what is open stays open when the same is asked for again, unless it is being closed', async () => {
    let times = 0;
    const adapter = fakeAdapter('localtunnel', () => `https://name-${++times}.named.example`);
    const { tunnel } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    const first = tunnel.state();
    expect(await tunnel.open({ adapter: 'localtunnel' })).toBe(first);
    const closing = tunnel.close();
    expect(await tunnel.open({ adapter: 'localtunnel' })).toMatchObject({ url: 'https://name-2.named.example' });
    await closing;
    expect(adapter.alive.size).toBe(1);
  });

  test('it falls back in the order given: at once when a way can never work, after three tries when it may', async () => {
    const missing = fakeAdapter('ngrok', () => Promise.reject(new OpenFailure('ngrok is missing.', { lasting: true })));
    const down = fakeAdapter('localtunnel', () => Promise.reject(new OpenFailure('The server is down.')));
    const works = fakeAdapter('cloudflared', () => 'https://words.example');
    const { tunnel, log } = setUp([works, down, missing]);
    await tunnel.open({ adapter: 'ngrok', subdomain: 'mine', fallback: ['localtunnel', 'cloudflared'] });
    await clock.pass(20_000);
    expect([missing, down, works].map(({ requests }) => requests.length)).toEqual([1, 3, 1]);
    expect(down.requests[0]?.subdomain).toBeNull();
    expect(tunnel.state()).toMatchObject({ kind: 'open', adapter: 'cloudflared' });
    expect(log.gaps).toEqual([]);
  });

  test('it closes with the reasons when no way can ever work', async () => {
    const missing = fakeAdapter('ngrok', () => Promise.reject(new OpenFailure('ngrok is missing.', { lasting: true })));
    const { tunnel } = setUp([missing]);
    expect(await tunnel.open({ adapter: 'ngrok' })).toEqual({ kind: 'closed', reason: 'ngrok is missing.' });
    expect(await tunnel.open({ adapter: 'pinggy' })).toMatchObject({ reason: expect.stringContaining('pinggy') });
  });
});

describe('the address', () => {
  test('a change is told against the address that senders have, over restarts and while open', async () => {
    const adapter = fakeAdapter('localhost-run', (_request, attempt) => `https://words-${attempt}.example`);
    const { tunnel, deps, probed } = setUp([adapter]);
    await tunnel.open({ adapter: 'localhost-run' });
    await clock.pass(1);
    expect(tunnel.state()).toMatchObject({ urlChangedFrom: null });
    [...adapter.alive][0]?.drop('Gone.');
    await clock.pass(5_000);
    expect(tunnel.state()).toMatchObject({ url: 'https://words-2.example', urlChangedFrom: 'https://words-1.example' });
    [...adapter.alive][0]?.move('https://words-9.example');
    await settle();
    expect(tunnel.state()).toMatchObject({ url: 'https://words-9.example', urlChangedFrom: 'https://words-1.example' });
    expect(probed.at(-1)).toBe('https://words-9.example');
    tunnel.acceptUrl();
    expect(tunnel.state()).toMatchObject({ url: 'https://words-9.example', urlChangedFrom: null });
    await clock.pass(20_000);
    expect(tunnel.state()).toMatchObject({ url: 'https://words-9.example', urlChangedFrom: null });
    await tunnel.close();

    const restarted = makeTunnel({ ...deps, knownUrl: 'https://words-9.example' });
    expect(await restarted.open({ adapter: 'localhost-run' })).toMatchObject({ kind: 'open', urlChangedFrom: null });
    await clock.pass(1);
    expect(restarted.state()).toMatchObject({ kind: 'open', urlChangedFrom: 'https://words-9.example' });
    await restarted.close();
  });

  test('one that never worked is neither what senders have nor what they should get', async () => {
    let works = false;
    const adapter = fakeAdapter('public-url', ({ url }) => url ?? '');
    const { tunnel, log } = setUp([adapter], () => (works ? WORKED : missed('Another site.', true)));
    await tunnel.open({ adapter: 'public-url', url: 'https://mistyped.example' });
    await clock.pass(10_000);
    works = true;
    await tunnel.open({ adapter: 'public-url', url: 'https://first.example' });
    await clock.pass(1);
    expect(tunnel.state()).toMatchObject({ url: 'https://first.example', urlChangedFrom: null });
    works = false;
    const seen = log.states.length;
    await tunnel.open({ adapter: 'public-url', url: 'https://mistyped.example' });
    await clock.pass(10_000);
    const told = log.states.slice(seen).filter((state) => state.kind === 'open');
    expect([...new Set(told.map(({ urlChangedFrom }) => urlChangedFrom))]).toEqual([null]);
    await tunnel.close();
  });

  test('a name that was ours is asked for again while its server still holds it', async () => {
    const names = ['hooks', 'other-1', 'other-2', 'hooks'];
    const adapter = fakeAdapter('localtunnel', (_request, attempt) => `https://${names[attempt - 1]}.named.example`);
    const { tunnel } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel', subdomain: 'hooks' });
    await clock.pass(1);
    [...adapter.alive][0]?.drop('Gone.');
    await clock.pass(15_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', url: URL_1, urlChangedFrom: null, takenName: null });
    expect(adapter.alive.size).toBe(1);
  });

  test('a name that stays with someone else is given up, and both facts are told', async () => {
    const adapter = fakeAdapter('localtunnel', (_request, attempt) =>
      attempt === 1 ? URL_1 : 'https://other.named.example',
    );
    const { tunnel } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel', subdomain: 'hooks' });
    await clock.pass(1);
    [...adapter.alive][0]?.drop('Gone.');
    await clock.pass(30_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', urlChangedFrom: URL_1, takenName: 'hooks' });
  });
});

test('waiting on a signal that outlives the work leaves no listener on it', async () => {
  const { signal } = new AbortController();
  for (let turn = 0; turn < 100; turn++) await orAborted(Promise.resolve(turn), signal);
  await expect(orAborted(Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken');
  await settle();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('the exposure is what is proven at this moment, and nothing only while it is closed', async () => {
  const opening = Promise.withResolvers<string>();
  const adapter = fakeAdapter('localtunnel', (_request, attempt) => (attempt === 1 ? opening.promise : URL_1));
  const { tunnel } = setUp([adapter]);
  expect(tunnel.exposure()).toBeNull();
  const settled = tunnel.open({ adapter: 'localtunnel' });
  await settle();
  expect(tunnel.exposure()).toMatchObject({ measured: false, tellsSender: false });
  opening.resolve(URL_1);
  await settled;
  expect(tunnel.exposure()).toMatchObject({ measured: false });
  await clock.pass(1);
  expect(tunnel.exposure()).toMatchObject({ measured: true });
  [...adapter.alive][0]?.drop('Gone.');
  await settle();
  expect(tunnel.exposure()).toMatchObject({ measured: false });
  await tunnel.close();
  expect(tunnel.exposure()).toBeNull();
});

test('an error of a listener is reported and does not stop the tunnel', async () => {
  const { deps, faults } = setUp([fakeAdapter('localtunnel', () => URL_1)]);
  const broken = (): void => {
    throw new Error('disk full');
  };
  const tunnel = makeTunnel({ ...deps, onState: broken, recordGap: broken });
  await tunnel.open({ adapter: 'localtunnel' });
  await clock.pass(41_000);
  expect(tunnel.state()).toMatchObject({ kind: 'open', lastProbe: { at: clock.now() - 1_000 } });
  await tunnel.close();
  expect(faults.map(String)).toContain('Error: disk full');
});

describe('ending', () => {
  test('closing while lost ends the gap and the tries', async () => {
    const adapter = fakeAdapter('localtunnel', (_request, attempt) =>
      attempt === 1 ? URL_1 : Promise.reject(new OpenFailure('Down.')),
    );
    const { tunnel, log } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(1);
    [...adapter.alive][0]?.drop('Gone.');
    await clock.pass(10_000);
    await tunnel.close();
    expect(log.gaps.at(-1)).toMatchObject({ to: clock.now() });
    const tries = adapter.requests.length;
    await clock.pass(100_000);
    expect(adapter.requests.length).toBe(tries);
    expect(clock.waiting).toBe(0);
  });

  test('it closes by itself eight hours after the last delivery, and says so', async () => {
    const adapter = fakeAdapter('localtunnel', () => URL_1);
    const { tunnel } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(7 * 3_600_000);
    tunnel.noteDelivery();
    await clock.pass(7 * 3_600_000);
    expect(tunnel.state().kind).toBe('open');
    await clock.pass(3_600_000 + 5_000);
    expect(tunnel.state()).toMatchObject({ kind: 'closed', reason: expect.stringContaining('for 8 hours') });
    expect(adapter.alive.size).toBe(0);
  });

  test('it closes when the capture listener is gone, and cannot be opened then', async () => {
    const adapter = fakeAdapter('localtunnel', () => URL_1);
    const { tunnel } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await listener.close();
    await settle();
    expect(tunnel.state()).toMatchObject({ kind: 'closed', reason: expect.stringContaining('capture listener') });
    expect(adapter.alive.size).toBe(0);
    expect(await tunnel.open({ adapter: 'localtunnel' })).toMatchObject({ kind: 'closed' });
    expect(adapter.requests).toHaveLength(1);
  });

  test('a thousand flaps leave one open tunnel, the same few timers and no listener behind', async () => {
    const signals: AbortSignal[] = [];
    const adapter = fakeAdapter('localtunnel', (_request, attempt) =>
      attempt % 3 === 0 ? Promise.reject(new OpenFailure('Down.')) : URL_1,
    );
    const watched = {
      ...adapter,
      open: (request: Parameters<typeof adapter.open>[0], signal: AbortSignal) => {
        signals.push(signal);
        return adapter.open(request);
      },
    };
    const { tunnel, log } = setUp([watched]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(1);
    const timers = clock.waiting;
    for (let flap = 0; flap < 1_000; flap++) {
      [...adapter.alive][0]?.drop('Gone.');
      await clock.pass(3_000);
    }
    await clock.pass(30_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', url: URL_1 });
    expect(adapter.alive.size).toBe(1);
    expect(clock.waiting).toBe(timers);
    expect(new Set(signals).size).toBeGreaterThan(1_000);
    expect(signals.filter((signal) => getEventListeners(signal, 'abort').length > 0)).toEqual([]);
    expect(log.gaps.filter(({ to }) => to !== null)).toHaveLength(log.gaps.length / 2);
    await tunnel.close();
    expect([adapter.alive.size, clock.waiting]).toEqual([0, 0]);
  });
});
