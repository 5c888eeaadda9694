import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TunnelState } from '../server/contract/tunnel.ts';
import { publicUrl } from '../server/tunnel/adapters/public-url.ts';
import { backOffMs } from '../server/tunnel/back-off.ts';
import { type Adapter, knownFidelity, OpenFailure } from '../server/tunnel/opener.ts';
import { orAborted } from '../server/tunnel/or-aborted.ts';
import type { ProbeResult } from '../server/tunnel/probe.ts';
import { makeTunnel, type TunnelDeps } from '../server/tunnel/tunnel.ts';
import { fakeAdapter } from './support/fake-adapter.ts';
import { type HandClock, handClock, settle } from './support/hand-clock.ts';
import { type Listener, startListener, stateLog } from './support/tunnel-bench.ts';

const WORKED: ProbeResult = { kind: 'worked', roundTripMs: 12, fidelity: { ...knownFidelity(), measured: true } };
const missed = (reason: string, definite = false): ProbeResult => ({ kind: 'failed', reason, definite });
const URL_1 = 'https://hooks.named.example';

let listener: Listener;
let clock: HandClock;
beforeEach(async () => {
  clock = handClock();
  listener = await startListener();
});
afterEach(() => listener.close());

/** A tunnel on a clock of ours; `probe` says what each probe brings. */
function setUp(adapters: readonly Adapter[], probe: () => ProbeResult | Promise<ProbeResult> = () => WORKED) {
  const log = stateLog();
  const probed: string[] = [];
  const faults: unknown[] = [];
  const machine = { network: 'eth0 192.0.2.1' };
  const deps: TunnelDeps = {
    target: listener.target,
    adapters,
    probe: {
      send: async (url) => {
        probed.push(url);
        return probe();
      },
    },
    clock,
    random: () => 0.5,
    network: () => machine.network,
    onState: log.onState,
    recordGap: log.recordGap,
    onFault: (error) => faults.push(error),
  };
  return { tunnel: makeTunnel(deps), log, probed, machine, deps, faults };
}

const kinds = (states: readonly TunnelState[]): readonly string[] => states.map(({ kind }) => kind);

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

describe('losing and finding', () => {
  test('a dropped tunnel is lost at once, opened again after a wait, and the gap ends with the first proof', async () => {
    const adapter = fakeAdapter('localtunnel', () => URL_1);
    const { tunnel, log } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(60_000);
    const droppedAt = clock.now();
    [...adapter.alive][0]?.drop('The server went away.');
    await settle();
    expect(tunnel.state()).toEqual({
      kind: 'lost',
      adapter: 'localtunnel',
      url: URL_1,
      since: droppedAt,
      retryAt: droppedAt + 750,
      reason: 'The server went away.',
    });
    expect(log.gaps).toEqual([{ id: droppedAt, from: droppedAt, to: null, reason: 'The server went away.' }]);
    await clock.pass(1_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', urlChangedFrom: null, lastProbe: { at: droppedAt + 750 } });
    expect(log.gaps[1]).toEqual({ ...log.gaps[0], to: droppedAt + 750 });
    expect(adapter.requests[1]?.subdomain).toBe('hooks');
  });

  test('one missed probe is asked again soon; two in a row lose the tunnel, since its last proof', async () => {
    const results = [WORKED, missed('Silence.'), WORKED, missed('Silence.'), missed('Silence again.')];
    const { tunnel, log } = setUp([fakeAdapter('localtunnel', () => URL_1)], () => results.shift() ?? WORKED);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(22_000);
    const provenAt = clock.now();
    expect(tunnel.state()).toMatchObject({ kind: 'open', lastProbe: { at: provenAt } });
    await clock.pass(22_000);
    expect(log.states.findLast(({ kind }) => kind === 'lost')).toMatchObject({
      since: provenAt,
      reason: 'Silence again.',
    });
  });

  test('why a probe failed is told before the tunnel is given up, until one works', async () => {
    const results = [missed('No name yet.', true), WORKED, missed('Silence.'), WORKED];
    const { tunnel, log } = setUp([fakeAdapter('localtunnel', () => URL_1)], () => results.shift() ?? WORKED);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(25_000);
    const doubts = log.states.flatMap((state) => (state.kind === 'open' ? [state.doubt] : []));
    expect(doubts).toEqual([null, 'No name yet.', null, 'Silence.', null]);
    expect(log.gaps).toEqual([]);
  });

  test('a tunnel that drops after a missed probe was down since its last proof', async () => {
    const results = [WORKED, missed('Silence.')];
    const adapter = fakeAdapter('localtunnel', () => URL_1);
    const { tunnel, log } = setUp([adapter], () => results.shift() ?? WORKED);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(21_000);
    const state = tunnel.state();
    [...adapter.alive][0]?.drop('Its server was killed.');
    await settle();
    expect(state).toMatchObject({ kind: 'open', doubt: 'Silence.' });
    expect(log.gaps[0]?.from).toBe(state.kind === 'open' && state.lastProbe?.at);
    await tunnel.close();
  });

  test('one answer that is not ours loses it at once', async () => {
    const results = [WORKED, missed('Not from here.', true)];
    const { tunnel, log } = setUp([fakeAdapter('localtunnel', () => URL_1)], () => results.shift() ?? WORKED);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(20_001);
    expect(log.states.findLast(({ kind }) => kind === 'lost')).toMatchObject({ reason: 'Not from here.' });
    await tunnel.close();
  });

  test('a new name gets half a minute to become known before the first proof is due', async () => {
    let known = false;
    const adapter = fakeAdapter('cloudflared', () => 'https://words.example');
    const { tunnel } = setUp([adapter], () => (known ? WORKED : missed('The name cannot be found.', true)));
    await tunnel.open({ adapter: 'cloudflared' });
    await clock.pass(25_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', lastProbe: null });
    known = true;
    await clock.pass(2_000);
    expect(tunnel.state()).toMatchObject({ kind: 'open', lastProbe: { roundTripMs: 12 } });
    known = false;
    await tunnel.close();
    await tunnel.open({ adapter: 'cloudflared' });
    await clock.pass(30_100);
    expect(tunnel.state()).toMatchObject({ kind: 'lost', reason: 'The name cannot be found.' });
  });

  test('an address that was typed in gets no such time', async () => {
    const { tunnel, log } = setUp([publicUrl], () => missed('Another site.', true));
    await tunnel.open({ adapter: 'public-url', url: 'https://hooks.example' });
    await clock.pass(1);
    expect(tunnel.state()).toMatchObject({ kind: 'lost', reason: 'Another site.' });
    expect(kinds(log.states)).toEqual(['opening', 'open', 'lost']);
    await tunnel.close();
  });

  test('waits double up to 20 seconds, are drawn from their upper half, and start anew after a proof', async () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((failures) => backOffMs(failures, 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
    expect([1, 6, 1_000].map((failures) => backOffMs(failures, 0.999_999))).toEqual([1_000, 20_000, 20_000]);

    let up = false;
    const adapter = fakeAdapter('localtunnel', () => (up ? URL_1 : Promise.reject(new OpenFailure('Down.'))));
    const { tunnel, log } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(300_000);
    up = true;
    await clock.pass(20_000);
    expect(tunnel.state().kind).toBe('open');
    [...adapter.alive][0]?.drop('Gone.');
    await settle();
    const lost = log.states.filter((state) => state.kind === 'lost').map(({ since, retryAt }) => retryAt - since);
    expect(lost.at(-1)).toBe(750);
  });

  test('the wish of a user, a network change and the end of a sleep cut the wait short', async () => {
    let up = false;
    const adapter = fakeAdapter('localtunnel', () => (up ? URL_1 : Promise.reject(new OpenFailure('Down.'))));
    const { tunnel, machine } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(120_000);
    const tries = adapter.requests.length;
    tunnel.wake();
    await settle();
    expect(adapter.requests.length).toBe(tries + 1);
    up = true;
    machine.network = 'wlan0 198.51.100.7';
    await clock.pass(5_000);
    expect(tunnel.state().kind).toBe('open');
  });
});

describe('sleep and network', () => {
  test('after a sleep it is probed at once, and the sleep is a gap though the tunnel still works', async () => {
    const { tunnel, log, probed } = setUp([fakeAdapter('localtunnel', () => URL_1)]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(11_000);
    const before = probed.length;
    const asleepFrom = clock.now() - 1_000;
    await clock.sleep(300_000);
    expect(probed.length).toBeGreaterThan(before);
    expect(log.gaps).toEqual([
      { id: asleepFrom, from: asleepFrom, to: null, reason: 'This computer was asleep.' },
      { id: asleepFrom, from: asleepFrom, to: clock.now(), reason: 'This computer was asleep.' },
    ]);
  });

  test('a tunnel that drops on waking was down since the machine fell asleep', async () => {
    const adapter = fakeAdapter('localtunnel', () => URL_1);
    const { tunnel, log } = setUp([adapter]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(11_000);
    const asleepFrom = clock.now() - 1_000;
    [...adapter.alive][0]?.drop('Connection reset.');
    await clock.sleep(300_000);
    await clock.pass(5_000);
    expect(log.gaps).toMatchObject([
      { from: asleepFrom, to: null },
      { from: asleepFrom, to: expect.any(Number) },
    ]);
    expect(tunnel.state().kind).toBe('open');
  });

  test('after a network change it is probed at once', async () => {
    const { tunnel, probed, machine } = setUp([fakeAdapter('localtunnel', () => URL_1)]);
    await tunnel.open({ adapter: 'localtunnel' });
    await clock.pass(1_000);
    expect(probed).toHaveLength(1);
    machine.network = 'wlan0 198.51.100.7';
    await clock.pass(5_000);
    expect(probed).toHaveLength(2);
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
