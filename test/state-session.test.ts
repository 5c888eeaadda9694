import { describe, expect, test } from 'vitest';
import { ApiError, createApi, sentenceOf } from '../renderer/state/api.ts';
import { applyMessage, KEYS } from '../renderer/state/apply-message.ts';
import { createPreferences, DEFAULT_PREFERENCES } from '../renderer/state/preferences.ts';
import { createSendWatch } from '../renderer/state/send-watch.ts';
import { openSession } from '../renderer/state/session.ts';
import { createToasts, TOAST_MS, UNDO_MS } from '../renderer/state/toasts.ts';
import { addressOf } from '../server/contract/addresses.ts';
import type { Attempt } from '../server/contract/replay.ts';
import type { TunnelState } from '../server/contract/tunnel.ts';
import { appForAll } from './support/app-for-all.ts';
import { fill } from './support/fill.ts';
import { madeSummary } from './support/made-delivery.ts';

const app = appForAll((test) => fill(test, 5));

/** As the page asks: a browser adds the Origin to what changes something. */
const toControl: typeof fetch = (address, init) =>
  fetch(new URL(String(address), app().origin), { ...init, headers: { ...init?.headers, origin: app().origin } });
const code = async (): Promise<string> => new URL((await app().call('makeCode', {})).url).hash;
function memory(start: Record<string, string> = {}) {
  const kept = new Map(Object.entries(start));
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the session', () => {
  const place = (hash: string) => ({ hash, pathname: '/', search: '' });
  const noHistory = { replaceState: () => undefined };
  test('trades the code of the link, keeps the token for the tab, and cleans the address', async () => {
    const storage = memory();
    const addresses: unknown[] = [];
    const history = { replaceState: (...call: unknown[]) => void addresses.push(call[2]) };
    const session = await openSession({ location: place(await code()), history, storage, fetch: toControl });
    expect(session).toEqual({ kind: 'open', token: expect.stringMatching(/^[\w-]{40,}$/) });
    expect(addresses).toEqual(['/']);
    expect(await openSession({ location: place(''), history, storage, fetch: toControl })).toEqual(session);
  });
  test('says why there is none', async () => {
    const answer =
      (status: number): typeof fetch =>
      async () =>
        new Response('{}', { status });
    const open = (hash: string, fetcher: typeof fetch) =>
      openSession({ location: place(hash), history: noHistory, storage: memory(), fetch: fetcher });
    expect(await open('', answer(200))).toEqual({ kind: 'closed', reason: 'no-link' });
    expect(await open('#code=old', answer(401))).toEqual({ kind: 'closed', reason: 'used-link' });
    expect(await open('#code=x', () => Promise.reject(new TypeError('refused')))).toEqual({
      kind: 'closed',
      reason: 'unreachable',
    });
  });
});

describe('the client', () => {
  const api = (token = app().app.token, onRefused = (): void => undefined) =>
    createApi({ token, fetch: toControl, onRefused });
  test('fills paths and queries in', () => {
    expect(addressOf('/api/x/:id/y', { id: 'a/b' }, { q: 'a b&c', none: undefined, n: 0 })).toBe(
      '/api/x/a%2Fb/y?q=a+b%26c&n=0',
    );
  });
  test('reads JSON, bytes and nothing', async () => {
    expect((await api().call('listDeliveries', { query: { limit: 2 } })).deliveries.map(({ id }) => id)).toEqual([
      5, 4,
    ]);
    const bytes = await api().bytes(
      'getBody',
      { params: { id: 4 }, query: { from: 2, to: 6 } },
      { onProgress: () => undefined },
    );
    expect(Buffer.from(bytes).toString()).toBe('sys"');
    const saved = await api().call('saveSearch', { body: { name: 'n', query: 'q' } });
    expect(await api().call('deleteSearch', { params: { id: saved.id } })).toBe(undefined);
  });
  test('throws the Problem with its sentence and detail', async () => {
    await expect(api().call('getDelivery', { params: { id: 999 } })).rejects.toMatchObject({
      code: 'no-such-delivery',
      status: 404,
    });
    expect(sentenceOf(new ApiError('a', 400, 'It is so.', 'here'))).toBe('It is so. (here)');
  });
  test('tells when its token is refused', async () => {
    let refused = 0;
    await expect(api('x'.repeat(43), () => refused++).call('status')).rejects.toMatchObject({ code: 'wrong-token' });
    expect(refused).toBe(1);
  });
  test('says that nothing answers', async () => {
    const dead = createApi({ token: 't', fetch: () => Promise.reject(new TypeError('x')), onRefused: () => undefined });
    await expect(dead.call('status')).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('the tunnel', () => {
  test('tells its state to what was fetched, and makes its gaps and openings be asked for anew', () => {
    const opened: TunnelState = {
      kind: 'lost',
      adapter: 'ssh',
      url: null,
      since: 1,
      retryAt: 2,
      reason: 'It is gone.',
    };
    const fetched = new Map<string, unknown>([['["status"]', { tunnel: { kind: 'closed', reason: null }, pid: 1 }]]);
    const stale: string[] = [];
    applyMessage(
      {
        change: (key, change) => {
          const name = JSON.stringify(key);
          if (fetched.has(name)) fetched.set(name, change(fetched.get(name) as never));
        },
        invalidate: (key) => void stale.push(JSON.stringify(key)),
        invalidateAll: () => undefined,
      },
      { kind: 'tunnel', seq: 1, tunnel: opened },
    );
    expect(fetched.get('["status"]')).toEqual({ tunnel: opened, pid: 1 });
    expect(stale.sort()).toEqual([KEYS.gaps, KEYS.tunnelOpenings].map((key) => JSON.stringify(key)).sort());
  });
});

describe('preferences', () => {
  test('are remembered, and what cannot be read counts as the default', () => {
    const storage = memory();
    createPreferences(storage).update((now) => ({ ...now, theme: 'dark', endpointId: 3 }));
    expect(createPreferences(storage).get()).toEqual({ ...DEFAULT_PREFERENCES, theme: 'dark', endpointId: 3 });
    const broken = { 'hookglass.preferences': '{"search":7,"endpointId":null,"unknown":1,"wrap":false}' };
    expect(createPreferences(memory(broken)).get()).toEqual({ ...DEFAULT_PREFERENCES, wrap: false });
    expect(createPreferences(memory({ 'hookglass.preferences': '{' })).get()).toEqual(DEFAULT_PREFERENCES);
  });
});

describe('sends under way', () => {
  const attempt = (id: number, kind: 'pending' | 'failed'): Attempt => ({
    id,
    deliveryId: 1,
    destinationId: 1,
    origin: 'replay',
    runId: 1,
    url: 'http://h/',
    method: 'POST',
    headers: [],
    bodySizeBytes: 0,
    edited: false,
    startedAt: 0,
    outcome:
      kind === 'pending'
        ? { kind }
        : {
            kind,
            code: 'refused',
            reason: 'r',
            timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: 1 },
          },
  });
  test('are counted until the last is settled, also those that ended before the answer', async () => {
    const watch = createSendWatch();
    watch.settle(attempt(1, 'failed'));
    const done = watch.follow([attempt(1, 'pending'), attempt(2, 'pending')]);
    expect(watch.progress.get()).toEqual({ total: 2, settled: 1, failed: 1 });
    watch.settle(attempt(2, 'pending'));
    watch.settle(attempt(2, 'failed'));
    expect((await done).map(({ id }) => id)).toEqual([1, 2]);
    expect(watch.progress.get()).toBe(null);
  });
});

describe('toasts', () => {
  test('leave by themselves, later with something to undo, and never while paused', () => {
    const clocks = new Map<() => void, number>();
    const toasts = createToasts((delayMs, action) => {
      clocks.set(action, delayMs);
      return () => clocks.delete(action);
    });
    toasts.show('ok', 'plain');
    toasts.show('info', 'undo', { label: 'Undo', run: () => undefined });
    expect([...clocks.values()]).toEqual([TOAST_MS, UNDO_MS]);
    toasts.pause();
    expect(clocks.size).toBe(0);
    toasts.resume();
    [...clocks.keys()][0]?.();
    expect(toasts.list.get().map(({ text }) => text)).toEqual(['undo']);
  });
});

describe('a message of the feed', () => {
  test('changes what was fetched, and nothing else', () => {
    const held = new Map<string, unknown>([
      [
        JSON.stringify(KEYS.endpoints),
        [
          { id: 1, name: 'a' },
          { id: 2, name: 'b' },
        ],
      ],
      [JSON.stringify(KEYS.delivery(1)), { id: 1, note: '', fullTarget: '/kept' }],
    ]);
    const invalid: string[] = [];
    const cache = {
      change: <T>(key: readonly unknown[], change: (now: T) => T) => {
        const name = JSON.stringify(key);
        if (held.has(name)) held.set(name, change(held.get(name) as T));
      },
      invalidate: (key: readonly unknown[]) => void invalid.push(JSON.stringify(key)),
      invalidateAll: () => void invalid.push('all'),
    };
    const summary = madeSummary({ note: 'new' });
    applyMessage(cache, { kind: 'endpoint', seq: 1, id: 1, endpoint: null });
    applyMessage(cache, { kind: 'changed', seq: 2, deliveries: [summary] });
    applyMessage(cache, { kind: 'status', seq: 3 });
    applyMessage(cache, { kind: 'reset', seq: 4 });
    expect(held.get(JSON.stringify(KEYS.endpoints))).toEqual([{ id: 2, name: 'b' }]);
    expect(held.get(JSON.stringify(KEYS.delivery(1)))).toMatchObject({ note: 'new' });
    expect([...held.keys()].length).toBe(2);
    const stale = [KEYS.secrets(1), KEYS.verification(1), KEYS.status].map((key) => JSON.stringify(key));
    expect(invalid).toEqual([...stale, 'all']);
  });
});
