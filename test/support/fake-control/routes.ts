import type { Endpoint } from '../../../server/contract/endpoint.ts';
import type { ProblemCode } from '../../../server/contract/problem.ts';
import { Problem } from '../../../server/contract/problem.ts';
import type { Attempt, Destination, ReplayRequest } from '../../../server/contract/replay.ts';
import type { Verification } from '../../../server/contract/verification.ts';
import type { Kept } from './deliveries.ts';
import { addEndpoint, type FakeState, fits, summaryOf } from './state.ts';
import { makeTunnelRoutes } from './tunnel.ts';

/** A request as a route of the fake sees it: parts of the path, query and JSON body. */
export interface Call {
  readonly id: number;
  readonly query: URLSearchParams;
  // biome-ignore lint/suspicious/noExplicitAny: the fake trusts the page that it serves
  readonly body: any;
}

type Answer = unknown | Buffer | undefined;

const now = (): number => Date.now();

function find<T>(item: T | undefined, code: ProblemCode): T {
  if (item === undefined) throw new Problem(code);
  return item;
}

/** What each address answers, by `METHOD path`. A Buffer is sent as bytes, undefined as no content. */
export function makeRoutes(state: FakeState): Readonly<Record<string, (call: Call) => Answer>> {
  const delivery = (id: number): Kept => find(state.kept.get(id), 'no-such-delivery');
  const endpointAt = (id: number): number => {
    const at = state.endpoints.findIndex((endpoint) => endpoint.id === id);
    if (at < 0) throw new Problem('no-such-endpoint');
    return at;
  };
  const setEndpoint = (id: number, part: Partial<Endpoint>): Endpoint => {
    const at = endpointAt(id);
    const endpoint = { ...(state.endpoints[at] as Endpoint), ...part };
    state.endpoints[at] = endpoint;
    state.announce({ kind: 'endpoint', id, endpoint });
    return endpoint;
  };
  const changed = (kept: Kept): void => {
    state.kept.set(kept.delivery.id, kept);
    state.announce({ kind: 'changed', deliveries: [summaryOf(kept)] });
  };
  return {
    ...makeTunnelRoutes(state),
    'GET /api/status': () => ({
      version: '0.1.0',
      pid: process.pid,
      startedAt: now() - 3_600_000,
      captureUrl: state.endpoints[0]?.url ?? '',
      captureBase: 'http://127.0.0.1:7420',
      uiUrl: 'http://127.0.0.1:7421/',
      dataDir: '/home/ada/.local/share/hookglass',
      dataSizeBytes: 48_234_496,
      deliveries: state.kept.size,
      pendingDescriptions: 0,
      pendingSearch: 0,
      lastSeq: state.log.length,
      unknownPaths: 12,
      malformed: 3,
      refused: 0,
      tunnel: state.tunnel,
      storeFailures: 0,
      secretStorage: 'key-file',
      bodyCapBytes: state.settings.bodyCapBytes,
      pruned: 0,
      judging: [],
    }),
    'GET /api/settings': () => state.settings,
    'PATCH /api/settings': ({ body }) => {
      state.settings = { ...state.settings, ...body };
      return state.settings;
    },
    'GET /api/providers': () => [
      info('contentstack', 'Contentstack', true),
      info('contentful', 'Contentful', true),
      info('datocms', 'DatoCMS', false),
      info('stripe', 'Stripe', true),
    ],
    'GET /api/endpoints': () => state.endpoints,
    'POST /api/endpoints': ({ body }) => {
      const endpoint = addEndpoint(state, body.name, now());
      state.announce({ kind: 'endpoint', id: endpoint.id, endpoint });
      return endpoint;
    },
    'PATCH /api/endpoints/:id': ({ id, body }) => setEndpoint(id, body),
    'POST /api/endpoints/:id/rotate': ({ id }) =>
      setEndpoint(id, { slug: `new${id}`, url: `http://127.0.0.1:7420/e/new${id}` }),
    'DELETE /api/endpoints/:id': ({ id }) => {
      if (state.endpoints.length === 1) throw new Problem('last-endpoint');
      state.endpoints.splice(endpointAt(id), 1);
      state.announce({ kind: 'endpoint', id, endpoint: null });
    },
    'POST /api/endpoints/:id/sample': ({ id, body }) => {
      const at = ['contentful', 'contentstack', 'datocms'].indexOf(body.provider);
      while (state.nextId % 7 !== Math.max(0, at)) state.nextId++;
      return { deliveryId: state.arrive(1, id)[0]?.id ?? null };
    },
    'GET /api/endpoints/:id/secrets': ({ id }) => state.secrets.filter(({ endpointId }) => endpointId === id),
    'POST /api/endpoints/:id/secrets': ({ id, body }) => {
      const secret = { id: state.secrets.length + 1, endpointId: id, name: body.name, createdAt: now() };
      state.secrets.push(secret);
      return secret;
    },
    'DELETE /api/secrets/:id': ({ id }) => {
      state.secrets.splice(
        state.secrets.findIndex((secret) => secret.id === id),
        1,
      );
    },
    'GET /api/deliveries': ({ query }) => {
      const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
      const limit = Number(query.get('limit') ?? 50);
      const matching = [...state.kept.values()].filter(fits(state, query.get('query') ?? ''));
      const page = matching.filter(({ delivery: { id } }) => id < before).sort((a, b) => b.delivery.id - a.delivery.id);
      return {
        deliveries: page.slice(0, limit).map(summaryOf),
        matching: matching.length,
        total: state.kept.size,
        more: page.length > limit,
      };
    },
    'GET /api/deliveries/:id': ({ id }) => delivery(id).delivery,
    'GET /api/deliveries/:id/body': ({ id, query }) =>
      delivery(id).body.subarray(Number(query.get('from') ?? 0), Number(query.get('to') ?? Number.POSITIVE_INFINITY)),
    'PATCH /api/deliveries/:id': ({ id, body }) => {
      const old = delivery(id);
      const kept = { ...old, delivery: { ...old.delivery, ...body } };
      changed(kept);
      return summaryOf(kept);
    },
    'POST /api/deliveries/delete': ({ body }) => {
      const ids: number[] =
        body.ids ?? [...state.kept.values()].filter(fits(state, body.query ?? '')).map((kept) => kept.delivery.id);
      for (const id of ids) {
        const kept = state.kept.get(id);
        if (kept !== undefined) state.deleted.set(id, kept);
        state.kept.delete(id);
      }
      state.announce({ kind: 'deleted', ids });
      return { ids };
    },
    'POST /api/deliveries/restore': ({ body }) => {
      const back = (body.ids as number[]).flatMap((id) => state.deleted.get(id) ?? []);
      for (const kept of back) state.kept.set(kept.delivery.id, kept);
      state.announce({ kind: 'changed', deliveries: back.map(summaryOf) });
      return { ids: body.ids };
    },
    'GET /api/deliveries/:id/export': ({ id, query }) =>
      Buffer.from(
        query.get('format') === 'curl'
          ? `curl -X ${delivery(id).delivery.method} 'http://127.0.0.1:7420${delivery(id).delivery.target}'\n`
          : `${delivery(id).delivery.method} / HTTP/1.1\r\n\r\n`,
      ),
    'GET /api/deliveries/:id/verification': ({ id }) => verification(delivery(id)),
    'POST /api/deliveries/:id/verification': ({ id }) => verification(delivery(id)),
    'GET /api/deliveries/:id/attempts': ({ id }) =>
      state.attempts.filter((attempt) => attempt.deliveryId === id).sort((a, b) => b.id - a.id),
    'GET /api/attempts/:id/body': ({ id }) => state.answers.get(id) ?? Buffer.alloc(0),
    'POST /api/replays': ({ body }) => replay(state, body, changed),
    'POST /api/replays/cancel': () => ({ cancelled: 0 }),
    'GET /api/destinations': () => state.destinations,
    'POST /api/destinations': ({ body }) => {
      if (!/^https?:\/\//.test(body.url)) throw new Problem('bad-destination');
      const destination: Destination = {
        id: state.destinations.length + 1,
        name: body.name ?? new URL(body.url).host,
        url: body.url,
        timeoutMs: body.timeoutMs ?? 30_000,
        headerRule: body.headerRule ?? 'for-destination',
        extraHeaders: body.extraHeaders ?? [],
        createdAt: now(),
      };
      state.destinations.push(destination);
      state.announce({ kind: 'destination', id: destination.id, destination });
      return destination;
    },
    'PATCH /api/destinations/:id': ({ id, body }) => {
      const at = state.destinations.findIndex((destination) => destination.id === id);
      const destination = { ...(state.destinations[at] as Destination), ...body };
      state.destinations[at] = destination;
      state.announce({ kind: 'destination', id, destination });
      return destination;
    },
    'DELETE /api/destinations/:id': ({ id }) => {
      state.destinations.splice(
        state.destinations.findIndex((destination) => destination.id === id),
        1,
      );
      state.announce({ kind: 'destination', id, destination: null });
    },
    'GET /api/allowed-hosts': () => [...state.allowedHosts],
    'POST /api/allowed-hosts': ({ body }) => [...state.allowedHosts.add(body.host)],
    'POST /api/allowed-hosts/remove': ({ body }) => {
      state.allowedHosts.delete(body.host);
      return [...state.allowedHosts];
    },
    'GET /api/searches': () => state.searches,
    'POST /api/searches': ({ body }) => {
      const search = { id: state.searches.length + 1, name: body.name, query: body.query };
      state.searches.push(search);
      return search;
    },
    'DELETE /api/searches/:id': ({ id }) => {
      state.searches.splice(
        state.searches.findIndex((search) => search.id === id),
        1,
      );
    },
  };
}

function info(id: string, name: string, signs: boolean): unknown {
  return {
    id,
    name,
    docsUrl: `https://example.com/${id}`,
    confidence: 'confirmed',
    signs,
    secretLabel: 'the signing secret',
  };
}

/** Evidence of a made-up check, with a cause for the invalid ones. */
function verification({ delivery: { verdict, provider } }: Kept): Verification {
  const isChecked = verdict.kind !== 'unchecked';
  return {
    verdict,
    provider,
    scheme: isChecked ? 'HMAC-SHA256 over timestamp and body' : null,
    secretName: isChecked ? 'production' : null,
    signed: isChecked
      ? [
          { text: '1700000000.{"id":"evt_1"', kind: 'text' },
          { text: '␊', kind: 'invisible' },
          { text: '\\xff', kind: 'escaped' },
          { text: '}', kind: 'text' },
        ]
      : null,
    signedSizeBytes: isChecked ? 26 : null,
    signedShortened: false,
    expected: isChecked ? '5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd' : null,
    received: isChecked ? '6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39' : null,
    timestampMs: isChecked ? 1_700_000_000_000 : null,
    skewMs: isChecked ? 2_100 : null,
    toleranceMs: isChecked ? 300_000 : null,
    diagnosis:
      verdict.kind === 'invalid'
        ? {
            code: 'body-reserialised',
            sentence: 'The body was parsed and printed again before it was checked.',
            fix: 'Verify the raw body, for example with express.raw().',
            proof: 'With the keys printed as JSON.stringify does, the signature fits.',
            tried: [
              { code: 'wrong-secret', sentence: 'None of the stored secrets fits.' },
              { code: 'body-newline', sentence: 'No line end was added or taken away.' },
            ],
            difference: { at: 12, received: '{"id": "evt_1"', signed: '{"id":"evt_1"' },
          }
        : null,
  };
}

/** Every send is answered by 200 after a turn, except to port 9 (refused) and to hosts that are not allowed. */
function replay(state: FakeState, request: ReplayRequest, changed: (kept: Kept) => void): readonly Attempt[] {
  const destination = state.destinations.find(({ id }) => id === request.destinationId);
  const url = request.url ?? destination?.url ?? '';
  const { hostname, port } = new URL(url);
  if (hostname !== '127.0.0.1' && !state.allowedHosts.has(hostname)) throw new Problem('host-not-allowed', hostname);
  return request.deliveryIds.map((deliveryId) => {
    const kept = state.kept.get(deliveryId);
    if (kept === undefined) throw new Problem('no-such-delivery');
    const attempt: Attempt = {
      id: state.attempts.length + 1,
      deliveryId,
      destinationId: request.destinationId ?? null,
      origin: 'replay',
      url,
      method: request.edit?.method ?? kept.delivery.method,
      headers: request.edit?.headers ?? kept.delivery.headers,
      bodySizeBytes: kept.body.length,
      edited: request.edit !== undefined,
      startedAt: now(),
      outcome: { kind: 'pending' },
    };
    state.attempts.push(attempt);
    state.announce({ kind: 'attempt', attempt });
    const timings = { dnsMs: 0, connectMs: 0.4, tlsMs: null, firstByteMs: 11.8, totalMs: 12.6 };
    setImmediate(() => {
      const body = Buffer.from('{"received":true,"handledBy":"orders"}');
      state.answers.set(attempt.id, body);
      const failed = port === '9';
      const settled: Attempt = {
        ...attempt,
        outcome: failed
          ? {
              kind: 'failed',
              code: 'refused',
              reason: 'Nothing is listening on port 9. Start your app, then send again.',
              timings: { ...timings, firstByteMs: null, totalMs: 1.1 },
            }
          : {
              kind: 'answered',
              status: 200,
              statusText: 'OK',
              headers: [
                ['Content-Type', 'application/json'],
                ['Date', 'Sat, 21 Nov 2026 14:02:07 GMT'],
              ],
              bodySizeBytes: body.length,
              truncated: false,
              timings,
            },
      };
      state.attempts[attempt.id - 1] = settled;
      state.announce({ kind: 'attempt', attempt: settled });
      const lastAttempt = { id: attempt.id, outcome: settled.outcome.kind, status: failed ? null : 200 };
      changed({ ...kept, delivery: { ...kept.delivery, lastAttempt } });
    });
    return attempt;
  });
}
