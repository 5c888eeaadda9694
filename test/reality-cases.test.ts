import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BodyReport, reportBody } from '../renderer/view/body-report.ts';
import type { Delivery } from '../server/contract/delivery.ts';
import type { Endpoint } from '../server/contract/endpoint.ts';
import { header, headerValues } from '../server/contract/header.ts';
import { contentCodings } from '../server/contract/reading/codings/coding-names.ts';
import type { StreamEnd } from '../server/contract/reading/codings/inflate.ts';
import type { Verification } from '../server/contract/verification.ts';
import { appForAll } from './support/app-for-all.ts';
import { commandLine } from './support/command-line.ts';
import { withDataDir } from './support/hookglass-process.ts';
import { answersIn, rawClient } from './support/raw-client.ts';
import { endpointOf, settled } from './support/signed-delivery.ts';

interface RealityCase {
  readonly id: string;
  readonly input: { readonly http: string };
  readonly provider: string | null;
  readonly secret?: string | null;
  readonly expected: string;
}

/** Requests of public reports, each with what must be said of it and where it was reported. */
const CASES = JSON.parse(
  readFileSync(new URL('./fixtures/reality-cases.json', import.meta.url), 'utf8'),
) as RealityCase[];

/** One app for all cases, each with an endpoint of its own. */
const app = appForAll();

/** A case that was sent over a socket to an endpoint of its provider and secret. */
interface Sent {
  readonly case: RealityCase;
  readonly endpoint: Endpoint;
  /** What the sender got, to the end of the connection. */
  readonly received: string;
  readonly answers: readonly { status: number; body: string }[];
  /** In the order of arrival. */
  readonly deliveries: readonly Delivery[];
  readonly delivery: Delivery;
}

async function send(one: RealityCase): Promise<Sent> {
  const secrets = one.secret == null ? [] : [{ value: one.secret }];
  const endpoint = await endpointOf(app(), one.provider, secrets, one.id);
  const path = new URL(endpoint.url).pathname;
  const bytes = Buffer.from(one.input.http, 'base64').toString('latin1');
  const client = await rawClient(app().capturePort);
  await client.write(bytes.replaceAll(/^(.*[A-Z]+ )\/hook/gm, (_, before: string) => before + path));
  client.socket.end();
  const received = await client.until(() => false);
  await settled(app(), app().app.store.writer.lastId());
  const { deliveries: rows } = await app().call('listDeliveries', { query: { query: `endpoint:${endpoint.id}` } });
  const deliveries = await Promise.all(
    rows.toReversed().map(({ id }) => app().call('getDelivery', { params: { id } })),
  );
  const [delivery] = deliveries;
  if (delivery === undefined) throw new Error(`Nothing was kept: ${received}`);
  return { case: one, endpoint, received, answers: answersIn(received), deliveries, delivery };
}

const verification = ({ delivery }: Sent): Promise<Verification> =>
  app().call('getVerification', { params: { id: delivery.id } });

const found = async ({ endpoint }: Sent, query: string): Promise<number> =>
  (await app().call('listDeliveries', { query: { query: `endpoint:${endpoint.id} ${query}` } })).deliveries.length;

/** What `verify --http` says of the very bytes: for verdicts that hang on the URL that was called. */
async function saved({ input, provider, secret }: RealityCase, ...words: readonly string[]): Promise<Verification> {
  let found: Verification | undefined;
  await withDataDir(async (dir) => {
    const [http, secretFile] = [join(dir, 'request.http'), join(dir, 'secret')];
    writeFileSync(http, Buffer.from(input.http, 'base64'));
    writeFileSync(secretFile, secret ?? '');
    const given = ['--http', http, '--provider', provider ?? '', '--secret-file', secretFile, ...words];
    const { stdout, stderr } = await commandLine(join(dir, 'none'), 'verify', ...given, '--json');
    expect(stderr).toBe('');
    found = JSON.parse(stdout.toString()) as Verification;
  });
  return found as unknown as Verification;
}

/** What the window makes of the body, with the server to undo what a browser cannot. */
async function shown({ delivery: { id, headers } }: Sent): Promise<BodyReport> {
  const body = async (query: object) => app().ask('getBody', { params: { id }, query });
  const { bytes } = await body({});
  const codings = contentCodings(headerValues(headers, 'content-encoding'));
  const question = { bytes: new Uint8Array(bytes), contentType: header(headers, 'content-type') ?? null, codings };
  return reportBody({ ...question, clamped: false }, async (steps) => {
    const undone = await body({ undo: steps.join(',') });
    const end = (undone.headers.get('hookglass-end') ?? 'broken') as StreamEnd;
    return undone.status === 200 ? { bytes: new Uint8Array(undone.bytes), end } : null;
  });
}

async function expectValid(sent: Sent): Promise<void> {
  expect(sent.delivery.verdict.kind).toBe('valid');
  expect((await verification(sent)).verdict.kind).toBe('valid');
}

async function expectCause(sent: Sent, cause: string): Promise<Verification> {
  expect(sent.delivery.verdict).toMatchObject({ kind: 'invalid', cause });
  expect(await found(sent, `cause:${cause}`)).toBe(1);
  const full = await verification(sent);
  expect(full.diagnosis?.code).toBe(cause);
  expect(full.diagnosis?.proof).toMatch(/\w+ \w+/);
  return full;
}

const URL_CALLED = ['--url', 'https://ex.ngrok.io/hook'] as const;

async function expectSurplus(sent: Sent): Promise<void> {
  expect(sent.answers.map(({ status }) => status)).toEqual([400]);
  expect(sent.deliveries).toMatchObject([{ sizeBytes: 50, flags: ['surplus'], replyStatus: 400 }]);
  expect(Buffer.from(sent.delivery.surplus?.base64 ?? '', 'base64').toString()).toBe('jc"}');
  await expectCause(sent, 'content-length-counts-characters');
}

/** One assertion for each case, by its id. */
const EXPECTED: Readonly<Record<string, (sent: Sent) => Promise<void>>> = {
  async 'bigint-resource-shopify'(sent) {
    expect(sent.delivery.resource).toBe('820982911946154508');
    expect(await found(sent, 'resource:*820982911946154508*')).toBe(1);
    expect(await found(sent, 'resource:820982911946154500')).toBe(0);
    await expectValid(sent);
  },
  async 'twilio-repeated-equal-param'({ case: one }) {
    expect((await saved(one, ...URL_CALLED)).verdict.kind).toBe('valid');
  },
  async 'twilio-basic-auth-in-url'({ case: one }) {
    const { verdict, diagnosis, publicUrl } = { publicUrl: '', ...(await saved(one, ...URL_CALLED)) };
    if (verdict.kind === 'valid') return;
    expect(verdict).toMatchObject({ kind: 'invalid', cause: 'url-differs' });
    expect(`${diagnosis?.proof}${publicUrl}`).toContain('user:pass@');
  },
  'sendgrid-batch-raw': expectValid,
  async 'slack-form-tilde'(sent) {
    await expectCause(sent, 'body-reserialized');
  },
  'slack-form-raw': expectValid,
  async 'smee-454-spaced'(sent) {
    await expectCause(sent, 'body-reserialized');
  },
  async 'smee-454-php'(sent) {
    await expectCause(sent, 'body-unicode-escaped');
  },
  async 'signed-empty-body'(sent) {
    await expectCause(sent, 'body-empty');
  },
  async 'double-encoded-json'(sent) {
    await expectCause(sent, 'body-reserialized');
  },
  'content-length-in-chars-close': expectSurplus,
  'content-length-in-chars-keep-alive': expectSurplus,
  async 'eventgrid-cloudevents-options'({ received, delivery }) {
    expect(received).toMatch(/^HTTP\/1\.1 200 /);
    expect(received).toMatch(/\r\nwebhook-allowed-origin: eventgrid\.azure\.net\r\n/i);
    expect(received).toMatch(/\r\nwebhook-allowed-rate: (?:\*|120)\r\n/i);
    expect(delivery.verdict.kind).toBe('unchecked');
  },
  async 'strava-challenge-json'({ delivery, case: one }) {
    expect(delivery.provider).not.toBe('meta');
    expect(delivery.verdict.kind).toBe('unchecked');
    const withSecret = await send({ ...one, id: `${one.id} with a secret`, secret: 'stored' });
    expect(withSecret.delivery.verdict.kind).toBe('unchecked');
    expect(withSecret.delivery.provider).not.toBe('meta');
  },
  async 'view-gzip-said-plain-sent'(sent) {
    const { kind, text, decoding } = await shown(sent);
    expect([kind, text]).toEqual(['json', '{"m":"plain"}']);
    expect(decoding.notes.join()).toContain('gzip');
    expect(await found(sent, 'plain')).toBe(1);
  },
  async 'view-content-encoding-utf8'(sent) {
    const { kind, text } = await shown(sent);
    expect([kind, text]).toEqual(['json', '{"m":"x"}']);
    expect(await found(sent, '"{\\"m\\":\\"x\\"}"')).toBe(1);
  },
  async 'view-gzip-multi-member'(sent) {
    const { kind, text, decoding } = await shown(sent);
    expect([kind, text]).toEqual(['ndjson', '{"m":"first"}\n{"m":"second"}\n']);
    expect(decoding).toMatchObject({ kind: 'decoded', end: 'whole' });
    expect(await found(sent, 'first second')).toBe(1);
  },
  async 'view-zstd'(sent) {
    const { kind, text, decoding } = await shown(sent);
    expect([kind, text]).toEqual(['json', '{"m":"z"}']);
    expect(decoding).toMatchObject({ kind: 'decoded', end: 'whole', notes: [] });
  },
  async 'view-xml-latin1'(sent) {
    const { kind, text, notes } = await shown(sent);
    expect([kind, text]).toEqual(['xml', '<?xml version="1.0" encoding="ISO-8859-1"?><a>café</a>']);
    expect(notes.join()).not.toContain('UTF-8');
    expect(await found(sent, 'café')).toBe(1);
  },
  async 'view-utf16-by-header'(sent) {
    const { kind, text } = await shown(sent);
    expect([kind, text]).toEqual(['xml', '<a>café</a>']);
    expect(await found(sent, '<a>café</a>')).toBe(1);
  },
  async 'view-text-log'(sent) {
    const { kind, text, pretty, notes } = await shown(sent);
    const log = '[ERROR] disk full, retrying:  3 times\n[INFO] a, b';
    expect([kind, text, pretty, notes]).toEqual(['text', log, null, []]);
  },
  async 'search-form'(sent) {
    expect([await found(sent, '"zebra4 café"'), await found(sent, '@bob')]).toEqual([1, 1]);
  },
  async 'search-json-escapes'(sent) {
    expect([await found(sent, 'café'), await found(sent, 'h.com/z'), await found(sent, '🤨')]).toEqual([1, 1, 1]);
  },
  async 'search-latin1'(sent) {
    expect(await found(sent, '"zebra15 café"')).toBe(1);
  },
  'pass-github-form': expectValid,
  'pass-emoji': expectValid,
  async 'pass-float'(sent) {
    await expectCause(sent, 'body-reserialized');
  },
  async 'pass-twilio-quote'({ case: one }) {
    expect((await saved(one)).verdict.kind).toBe('valid');
  },
  async 'pass-twilio-port'({ case: one }) {
    expect((await saved(one)).verdict.kind).toBe('valid');
  },
  async 'onfleet-check'({ answers, delivery }) {
    expect(answers).toEqual([{ status: 200, body: 'example' }]);
    expect(delivery.verdict.kind).toBe('unchecked');
  },
  async 'pipeline-second-malformed'({ answers, deliveries }) {
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(deliveries.map(({ replyStatus }) => replyStatus)).toEqual([200, 400]);
  },
};

test('every case has its assertion, and no other', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(CASES.map(({ id }) => id).sort());
});

test.each(CASES.map((one) => [one.id, one.expected, one] as const))('%s: %s', async (id, _, one) => {
  await EXPECTED[id]?.(await send(one));
});
