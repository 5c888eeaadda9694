import encodeQr from 'qr';
import decodeQr from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { createPreferences } from '../renderer/state/preferences.ts';
import { allowWarning, draftOf, readLimits } from '../renderer/view/limits.ts';
import { qrPath } from '../renderer/view/qr-path.ts';
import { PROOF_LASTS_MS, retryWords, spanInWords, tunnelWords } from '../renderer/view/tunnel.ts';
import { ADAPTER_ORDER, ADAPTERS } from '../renderer/view/tunnel-adapters.ts';
import {
  addableFallbacks,
  DEFAULT_DRAFT,
  draftFrom,
  keepable,
  missingField,
  moved,
  opensAsRemembered,
  type TunnelDraft,
  wishOf,
} from '../renderer/view/tunnel-draft.ts';
import { spanLength, spansInWords, spanTimes, tunnelSpans } from '../renderer/view/tunnel-spans.ts';
import { NO_LIMITS } from '../server/contract/no-limits.ts';
import { ADAPTER_IDS, ADAPTER_WISHES, type TunnelState } from '../server/contract/tunnel.ts';
import { knownFidelity } from '../server/tunnel/opener.ts';

const NOW = new Date(2026, 10, 21, 14, 30, 0).getTime();
const MINUTE = 60_000;
const open = (change: Partial<Extract<TunnelState, { kind: 'open' }>> = {}): TunnelState => ({
  kind: 'open',
  adapter: 'localtunnel',
  url: 'https://a.example',
  since: NOW - MINUTE,
  lastProbe: null,
  doubt: null,
  urlChangedFrom: null,
  takenName: null,
  fidelity: knownFidelity(),
  ...change,
});
const provenAgo = (agoMs: number): TunnelState => open({ lastProbe: { at: NOW - agoMs, roundTripMs: 12 } });
const lost: TunnelState = {
  kind: 'lost',
  adapter: 'ssh',
  url: null,
  since: NOW - 28 * MINUTE,
  retryAt: NOW + 4_000,
  reason: 'It refuses.',
};

/** A sentence with plain spaces: those between a number and its unit do not break. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('the tunnel in words', () => {
  test.each<[TunnelState, string, string]>([
    [{ kind: 'closed', reason: null }, 'Local only', 'plain'],
    [{ kind: 'closed', reason: 'No delivery came.' }, 'Tunnel closed', 'warning'],
    [{ kind: 'opening', adapter: 'ssh', since: NOW, attempt: 2, url: null }, 'Opening…', 'info'],
    [open(), 'Open, not proven', 'warning'],
    [provenAgo(4_000), 'Round trip 4 s ago', 'ok'],
    [
      open({ lastProbe: { at: NOW - 30_000, roundTripMs: 12 }, doubt: 'Silence.' }),
      'Last round trip 30 s ago',
      'warning',
    ],
    [provenAgo(PROOF_LASTS_MS), 'Round trip 45 s ago', 'ok'],
    [provenAgo(PROOF_LASTS_MS + 1), 'Last round trip 45 s ago', 'warning'],
    [provenAgo(3 * MINUTE), 'Last round trip 3 min ago', 'warning'],
    [lost, 'Tunnel lost', 'bad'],
  ])('%j is “%s”, %s', (state, chip, meaning) => {
    const words = tunnelWords(state, NOW);
    expect([plain(words.chip), words.meaning]).toEqual([chip, meaning]);
  });

  test('a closed one tells why it closed, a lost one why and since when, and when it is tried again', () => {
    expect(tunnelWords({ kind: 'closed', reason: 'No delivery came.' }, NOW).text).toBe('No delivery came.');
    expect(tunnelWords(lost, NOW)).toMatchObject({
      title: 'The tunnel has been lost since 14:02',
      text: 'It refuses.',
    });
    expect(plain(retryWords(NOW + 4_000, NOW))).toBe('Next try in 4 s.');
    expect(retryWords(NOW, NOW)).toBe('Trying again.');
  });

  test('an open one tells why its newest probe failed', () => {
    expect(tunnelWords(open({ doubt: 'It answered 502.' }), NOW)).toMatchObject({
      title: 'Open, but not proven yet',
      text: 'There is an address, but no round trip through it has worked yet. It answered 502.',
    });
    const { title, text } = tunnelWords(
      open({ lastProbe: { at: NOW - 30_000, roundTripMs: 1 }, doubt: 'Silence.' }),
      NOW,
    );
    expect([title, plain(text)]).toEqual([
      'Open, but the newest probe failed',
      'Silence. The last round trip worked 30 s ago; another try follows by itself.',
    ]);
  });

  test('a clock that is behind gives no negative age', () => {
    expect(plain(spanInWords(-900))).toBe('0 s');
  });
});

describe('the draft of an opening', () => {
  const draft: TunnelDraft = {
    adapter: 'localtunnel',
    typed: {
      localtunnel: { host: ' http://127.0.0.1:1 ', subdomain: '' },
      pinggy: { host: 'secret' },
      ssh: { host: 'me@host' },
    },
    fallback: ['cloudflared', 'localhost-run'],
  };

  test('every adapter of the contract is offered, in its order', () => {
    expect(ADAPTER_ORDER).toEqual(ADAPTER_IDS);
    const fields = ADAPTER_IDS.map((id) => [id, ADAPTERS[id].fields.map(({ option }) => option)]);
    expect(Object.fromEntries(fields)).toEqual(ADAPTER_WISHES);
  });

  test('only what the adapter takes and what is filled in is asked for', () => {
    expect(wishOf(draft)).toEqual({
      adapter: 'localtunnel',
      host: 'http://127.0.0.1:1',
      fallback: ['cloudflared', 'localhost-run'],
    });
    expect(wishOf({ ...draft, adapter: 'cloudflared' })).toEqual({
      adapter: 'cloudflared',
      fallback: ['localhost-run'],
    });
    expect(wishOf(DEFAULT_DRAFT)).toEqual({ adapter: 'localtunnel' });
  });

  test('a field that has to be filled in is named', () => {
    expect(missingField(draft)).toBe(null);
    expect(missingField({ ...draft, adapter: 'public-url' })?.label).toBe('Public URL');
    expect(missingField({ ...draft, adapter: 'ssh' })).toBe(null);
  });

  test('it opens as remembered unless something is missing or was a secret', () => {
    expect(opensAsRemembered(draft)).toBe(true);
    expect(opensAsRemembered({ ...draft, adapter: 'public-url' })).toBe(false);
    expect(opensAsRemembered({ ...draft, adapter: 'pinggy' })).toBe(false);
  });

  test('what needs something typed in is no fall-back, nor what is one already', () => {
    expect(addableFallbacks(draft)).toEqual(['ngrok', 'pinggy', 'tailscale']);
  });

  test.each([
    [0, 1, ['b', 'a', 'c']],
    [2, 0, ['c', 'a', 'b']],
    [0, -1, ['a', 'b', 'c']],
    [2, 3, ['a', 'b', 'c']],
  ])('moving %i to %i gives %j', (from, to, list) => {
    expect(moved(['a', 'b', 'c'], from, to)).toEqual(list);
  });

  test('it is remembered without the token', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    createPreferences(storage).update((now) => ({ ...now, tunnel: keepable(draft) }));
    expect([...kept.values()].join()).not.toContain('secret');
    expect(createPreferences(storage).get().tunnel).toEqual({
      ...draft,
      typed: { localtunnel: { host: ' http://127.0.0.1:1 ' }, ssh: { host: 'me@host' } },
    });
  });

  test.each([
    [null],
    [[]],
    ['text'],
    [{ adapter: 'teleport', typed: [], fallback: 'x' }],
    [{ typed: { localtunnel: { host: 1, extra: 'x' }, pinggy: { host: 'secret' }, other: {} } }],
    [{ fallback: ['ssh', 'public-url', 7, null] }],
  ])('of %j in the storage nothing is taken', (kept) => {
    expect(draftFrom(kept)).toEqual(DEFAULT_DRAFT);
  });
});

describe('the tunnel’s time', () => {
  const from = NOW - 24 * 60 * MINUTE;
  const gap = (id: number, began: number, ended: number | null) => ({
    id,
    from: began,
    to: ended,
    reason: `gap ${id}`,
  });

  test('gaps are cut out of the openings, and what lasts has no end', () => {
    const openings = [{ id: 1, from: NOW - 60 * MINUTE, to: null }];
    const gaps = [gap(1, NOW - 50 * MINUTE, NOW - 40 * MINUTE), gap(2, NOW - 10 * MINUTE, null)];
    expect(tunnelSpans({ openings, gaps }, from, NOW)).toEqual([
      { kind: 'open', from: NOW - 60 * MINUTE, to: NOW - 50 * MINUTE },
      { kind: 'down', from: NOW - 50 * MINUTE, to: NOW - 40 * MINUTE, reason: 'gap 1' },
      { kind: 'open', from: NOW - 40 * MINUTE, to: NOW - 10 * MINUTE },
      { kind: 'down', from: NOW - 10 * MINUTE, to: null, reason: 'gap 2' },
    ]);
  });

  test('what began before the day begins with it, and what ended before is left out', () => {
    const openings = [{ id: 1, from: from - 90 * MINUTE, to: from + MINUTE }];
    const gaps = [gap(1, from - 80 * MINUTE, from - 70 * MINUTE), gap(2, from - 5 * MINUTE, from + 1_000)];
    expect(tunnelSpans({ openings, gaps }, from, NOW)).toEqual([
      { kind: 'down', from, to: from + 1_000, reason: 'gap 2' },
      { kind: 'open', from: from + 1_000, to: from + MINUTE },
    ]);
  });

  test('a flap is told to the second, a long stretch to the minute, one that lasts by its beginning', () => {
    const at = (began: number, ended: number | null) => ({ kind: 'open', from: began, to: ended }) as const;
    expect(spanTimes(at(NOW - 9_000, NOW - 5_000), NOW)).toBe('14:29:51 – 14:29:55');
    expect(spanTimes(at(NOW - 90 * MINUTE, NOW - 30 * MINUTE), NOW)).toBe('13:00 – 14:00');
    expect(spanTimes(at(NOW - 18 * 60 * MINUTE, NOW - 16 * 60 * MINUTE), NOW)).toBe('yesterday, 20:30 – 22:30');
    expect(spanTimes(at(NOW - 16 * 60 * MINUTE, NOW - 60 * MINUTE), NOW)).toBe('yesterday, 22:30 – 13:30');
    expect(spanTimes(at(NOW - 28 * MINUTE, null), NOW)).toBe('since 14:02');
    expect(spanTimes(at(NOW - 16 * 60 * MINUTE, null), NOW)).toBe('since yesterday, 22:30');
    expect(spanLength(at(NOW - 9_000, NOW - 5_000), NOW)).toBe('4 s');
  });

  test('the sentence sums it up', () => {
    const openings = [{ id: 1, from: NOW - 60 * MINUTE, to: null }];
    const words = (gaps: ReturnType<typeof gap>[]) => spansInWords(tunnelSpans({ openings, gaps }, from, NOW), NOW);
    expect(words([])).toBe('Open for 1 h of the last 24 hours, without a gap.');
    expect(words([gap(1, NOW - 30 * MINUTE, NOW - 27 * MINUTE)])).toBe(
      'Open for 57 min of the last 24 hours; down once, 3 min in all.',
    );
    expect(spansInWords([], NOW)).toBe('The tunnel was not open in the last 24 hours.');
  });
});

describe('limits', () => {
  const none = draftOf(NO_LIMITS);
  const set = draftOf({ allow: ['203.0.113.0/24'], perMinute: 60, basicAuth: { user: 'ada' } });

  test('an untouched form changes nothing of the password', () => {
    expect(readLimits(set)).toEqual({ kind: 'fits', limits: { allow: ['203.0.113.0/24'], perMinute: 60 } });
    expect(readLimits(none)).toEqual({ kind: 'fits', limits: NO_LIMITS });
  });

  test.each([
    [{ ...set, asksPassword: false }, { basicAuth: null }],
    [{ ...set, password: 'new' }, { basicAuth: { user: 'ada', password: 'new' } }],
    [{ ...set, allow: ' \n 10.0.0.1 \n' }, { allow: ['10.0.0.1'] }],
    [{ ...set, perMinute: ' ' }, { perMinute: null }],
  ])('%j saves %j', (draft, limits) => {
    expect(readLimits(draft)).toMatchObject({ kind: 'fits', limits });
  });

  test.each([
    [{ ...none, perMinute: '0' }, 'perMinute'],
    [{ ...none, perMinute: '1.5' }, 'perMinute'],
    [{ ...none, perMinute: 'many' }, 'perMinute'],
    [{ ...none, asksPassword: true, password: 'x' }, 'user'],
    [{ ...none, asksPassword: true, user: 'a:b', password: 'x' }, 'user'],
    [{ ...none, asksPassword: true, user: 'ada' }, 'password'],
    [{ ...none, allow: `${'1'.repeat(61)}` }, 'allow'],
    [{ ...none, allow: '1\n'.repeat(1_001) }, 'allow'],
  ])('%j is refused for its %s', (draft, field) => {
    expect(readLimits(draft)).toMatchObject({ kind: 'bad', field, sentence: expect.stringMatching(/\.$/) });
  });

  test('an allow-list warns unless the tunnel is known to tell who sends', () => {
    const tells = { ...knownFidelity(), measured: true, tellsSender: true };
    expect(allowWarning(open(), '')).toBe(null);
    expect(allowWarning(open({ fidelity: tells }), '10.0.0.1')).toBe(null);
    for (const state of [open(), open({ fidelity: { ...tells, tellsSender: false } }), lost])
      expect(allowWarning(state, '10.0.0.1')).toMatch(/nobody/);
    expect(allowWarning({ kind: 'closed', reason: null }, '10.0.0.1')).toMatch(/^While a tunnel is open/);
  });
});

test('the path of a QR code covers its dark modules, and a reader reads it', () => {
  const text = 'https://my-hooks.example.com/e/abcdefghijklmnopqrstuvwxyz';
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: 4 });
  const size = rows.length;
  const scale = 4;
  const data = new Uint8Array(size * scale * size * scale * 4).fill(255);
  for (const [, x, y, width] of qrPath(rows).matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * scale; row < (Number(y) + 1) * scale; row++) {
      const begin = (row * size * scale + Number(x) * scale) * 4;
      for (let at = 0; at < Number(width) * scale; at++) data.fill(0, begin + at * 4, begin + at * 4 + 3);
    }
  }
  expect(decodeQr({ width: size * scale, height: size * scale, data })).toBe(text);
});
