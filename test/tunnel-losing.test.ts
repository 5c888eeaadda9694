import { describe, expect, test } from 'vitest';
import { publicUrl } from '../server/tunnel/adapters/public-url.ts';
import { backOffMs } from '../server/tunnel/back-off.ts';
import { OpenFailure } from '../server/tunnel/opener.ts';
import { fakeAdapter } from './support/fake-adapter.ts';
import { settle } from './support/hand-clock.ts';
import { clock, kinds, missed, setUp, URL_1, WORKED, withListenerAndClock } from './support/supervised-tunnel.ts';

withListenerAndClock();

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
