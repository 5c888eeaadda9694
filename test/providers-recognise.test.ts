import { describe, expect, test } from 'vitest';
import type { HeaderLine } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { describeDelivery, findProvider, providers, recogniseProvider } from '../server/providers/index.ts';
import { vectorRequest } from '../server/providers/vectors.ts';
import { sampleRequest } from './support/provider-bench.ts';
import { providersWithVectors, vectorsOf } from './support/vectors.ts';

function request(headers: Readonly<Record<string, string>>, body: unknown = '', target = '/e/inbox'): CapturedRequest {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const lines: HeaderLine[] = Object.entries(headers);
  return {
    method: 'POST',
    target,
    headers: lines,
    body: bytes,
    httpVersion: '1.1',
    trailers: [],
    publicUrl: `https://x.example${target}`,
    arrivedAtMs: 0,
  };
}

const recognised = (...parts: Parameters<typeof request>): string | null =>
  recogniseProvider(request(...parts))?.id ?? null;

test('ids are unique, stable words; names, labels and addresses are filled in', () => {
  expect(new Set(providers.map(({ id }) => id)).size).toBe(providers.length);
  for (const { id, name, docsUrl, signature } of providers) {
    expect(id).toMatch(/^[a-z0-9]+([-_][a-z0-9]+)*$/);
    expect(name.length).toBeGreaterThan(1);
    expect(docsUrl).toMatch(/^https:\/\//);
    expect(signature?.secretLabel.length).toBeGreaterThan(3);
    expect(findProvider(id)?.id).toBe(id);
  }
});

test('about two hundred providers are known, and those without confirmation say so', () => {
  expect(providers.length).toBeGreaterThanOrEqual(200);
  expect(providers.filter(({ confidence }) => confidence !== 'uncertain').length).toBeGreaterThanOrEqual(190);
});

describe('senders with the headers of others', () => {
  const github = { 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': '1', 'X-Hub-Signature-256': 'sha256=00' };
  const gogs = { ...github, 'X-Gogs-Event': 'push', 'X-Gogs-Signature': '00' };
  const gitea = { ...gogs, 'X-Gitea-Event': 'push', 'X-Gitea-Signature': '00' };
  const forgejo = { ...gitea, 'X-Forgejo-Event': 'push', 'X-Forgejo-Signature': '00' };

  test.each([
    ['forgejo', forgejo],
    ['gitea', gitea],
    ['gogs', gogs],
    ['github', github],
  ])('%s is told from those whose headers it sends too', (id, headers) => {
    expect(recognised(headers, {})).toBe(id);
  });

  test.each([
    ['standard-webhooks', { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AA==' }, {}],
    ['storyblok', { 'webhook-signature': 'a'.repeat(40) }, {}],
    ['gocardless', { 'Webhook-Signature': 'a'.repeat(64) }, { events: [] }],
    ['mautic', { 'Webhook-Signature': 'T3g4v6kxcSD5lTS5/TzpDPGqf5a+3wufX637PdgS5GM=' }, { 'mautic.page_on_hit': [] }],
    [
      'openai',
      { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,AA==' },
      { object: 'event', id: 'evt_1' },
    ],
  ])('webhook-signature: %s', (id, headers, body) => {
    expect(recognised(headers, body)).toBe(id);
  });

  test.each([
    ['intercom', { 'X-Hub-Signature': 'sha1=00' }, { topic: 'ping', app_id: 'a' }],
    ['bitbucket', { 'X-Hub-Signature': 'sha256=00', 'X-Event-Key': 'repo:push', 'X-Hook-UUID': 'u' }, {}],
    ['confluence', { 'X-Hub-Signature': 'sha256=00' }, { event: 'page_created' }],
    ['jira', { 'X-Hub-Signature': 'sha256=00' }, { webhookEvent: 'jira:issue_created' }],
    ['snyk', { 'X-Hub-Signature': 'sha256=00', 'X-Snyk-Event': 'ping/v0' }, {}],
    ['fireflies', { 'x-hub-signature': 'sha256=00' }, { meetingId: 'm', eventType: 'x' }],
    ['meta', { 'X-Hub-Signature-256': 'sha256=00' }, { object: 'page', entry: [] }],
  ])('X-Hub-Signature: %s', (id, headers, body) => {
    expect(recognised(headers, body)).toBe(id);
  });

  test.each([
    ['modern-treasury', { 'X-Signature': '00', 'X-Topic': 'a', 'X-Event': 'b' }, {}],
    ['getstream', { 'X-Signature': '00', 'X-Api-Key': 'k' }, { type: 'message.new' }],
    ['clickup', { 'X-Signature': '00' }, { webhook_id: 'w', event: 'taskCreated' }],
    ['lemon-squeezy', { 'X-Signature': '00', 'X-Event-Name': 'order_created' }, {}],
    ['segment', { 'X-Signature': '00' }, { messageId: 'm', type: 'track' }],
    ['mercado-pago', { 'x-signature': 'ts=1,v1=00', 'x-request-id': 'r' }, {}],
  ])('X-Signature: %s', (id, headers, body) => {
    expect(recognised(headers, body)).toBe(id);
  });

  test.each([
    ['mailersend', { Signature: '00' }, { type: 'activity.sent' }],
    ['mailerlite', { Signature: '00', 'User-Agent': 'MailerLite' }, {}],
    ['greenhouse', { Signature: 'sha256 00' }, {}],
    ['travis', { Signature: 'AA==', 'Travis-Repo-Slug': 'a/b' }, ''],
    ['netlify', { 'X-Webhook-Signature': 'eyJ', 'X-Netlify-Event': 'deploy_created' }, {}],
    ['cursor', { 'X-Webhook-Signature': 'sha256=00', 'X-Webhook-ID': 'w', 'X-Webhook-Event': 'e' }, {}],
    ['microsoft-teams', { Authorization: 'HMAC AA==' }, { serviceUrl: 'https://x' }],
  ])('Signature, X-Webhook-Signature and Authorization: %s', (id, headers, body) => {
    expect(recognised(headers, body)).toBe(id);
  });
});

test('the look-up of all fingerprints at once answers as asking each provider would', () => {
  const requests = [
    ...providersWithVectors.flatMap((id) => vectorsOf(id).map(vectorRequest)),
    ...providers.filter(({ samples }) => samples !== undefined).map(sampleRequest),
  ];
  for (const one of requests) {
    const scores = providers.map((provider) => provider.recognise(one));
    const highest = Math.max(...scores);
    const expected = highest > 0 ? providers[scores.indexOf(highest)]!.id : null;
    expect(recogniseProvider(one)?.id ?? null).toBe(expected);
  }
});

test('an ordinary request is of nobody', () => {
  expect(recognised({}, '')).toBeNull();
  expect(
    recognised({ 'Content-Type': 'application/json', 'User-Agent': 'curl/8' }, { hello: 'world', id: 1 }),
  ).toBeNull();
  expect(recognised({ 'Content-Type': 'application/json' }, [{ type: 'x' }])).toBeNull();
});

describe('what the three CMSs say', () => {
  const described = (id: string, one: CapturedRequest) => {
    expect(recogniseProvider(one)?.id).toBe(id);
    return describeDelivery(one, findProvider(id));
  };

  test('Contentstack: module and event, and one group for retries, which differ only in triggered_at', () => {
    const body = {
      module: 'comment',
      event: 'create',
      api_key: 'k',
      data: { entry: { uid: 'blt1', title: 'Home' }, comment: { uid: 'blt2', message: 'Hi' } },
    };
    const [first, second] = ['2026-01-15T12:00:00.000Z', '2026-01-15T12:00:05.000Z'].map((triggered_at) =>
      described('contentstack', request({ 'User-Agent': 'Contentstack' }, { triggered_at, ...body })),
    );
    expect(first).toMatchObject({
      event: 'comment.create',
      resource: 'comment blt2 "Hi"',
      deliveryKey: null,
      attempt: null,
    });
    expect(second!.groupKey).toBe(first!.groupKey);
    const other = request({ 'User-Agent': 'Contentstack' }, { ...body, event: 'update' });
    expect(described('contentstack', other).groupKey).not.toBe(first!.groupKey);
  });

  test.each([
    [
      { module: 'release', event: 'deploy', data: { release: { uid: 'r1', name: 'Spring' } } },
      'release.deploy',
      'release r1 "Spring"',
    ],
    [
      { module: 'asset', event: 'update', data: { asset: { uid: 'a1', filename: 'café.jpeg' } } },
      'asset.update',
      'asset a1 "café.jpeg"',
    ],
    [
      { module: 'content_type', event: 'update', data: { content_type: { uid: 'page', title: 'Page' } } },
      'content_type.update',
      'content_type page "Page"',
    ],
  ])('Contentstack: %j', (body, event, resource) => {
    expect(
      described('contentstack', request({ 'User-Agent': 'Contentstack' }, { api_key: 'k', ...body })),
    ).toMatchObject({ event, resource });
  });

  test('Contentful: topic, attempt and idempotency key from headers; a tombstone is named by what it was', () => {
    const headers = {
      'X-Contentful-Topic': 'ContentManagement.Entry.unpublish',
      'X-Contentful-Webhook-Request-Attempt': '2',
      'X-Contentful-Idempotency-Key': 'abc',
    };
    expect(described('contentful', request(headers, { sys: { type: 'DeletedEntry', id: '5Ks' } }))).toEqual({
      event: 'ContentManagement.Entry.unpublish',
      resource: 'Entry 5Ks',
      deliveryKey: 'abc',
      attempt: 2,
      groupKey: 'contentful abc',
    });
  });

  test('Contentful: a transformed body that is no JSON is described by its resource name', () => {
    const headers = {
      'X-Contentful-Topic': 'ContentManagement.Asset.publish',
      'X-Contentful-CRN': 'crn:contentful:::content:spaces/s/environments/master/assets/4Qx',
    };
    expect(described('contentful', request(headers, 'id=4Qx')).resource).toBe('Asset 4Qx');
  });

  test('DatoCMS: retries count from 0, attempts from 1; localised titles are read', () => {
    const body = {
      webhook_call_id: '99',
      attempted_auto_retries_count: 2,
      entity_type: 'item',
      event_type: 'update',
      entity: { id: 'i1', attributes: { title: { en: 'Hello', it: 'Ciao' } } },
    };
    expect(described('datocms', request({}, body))).toEqual({
      event: 'item.update',
      resource: 'item i1 "Hello"',
      deliveryKey: '99',
      attempt: 3,
      groupKey: 'datocms 99',
    });
  });
});

test('a body above two megabytes is not parsed to find out who sent it, but a recognised one is described', () => {
  const filler = 'x'.repeat(2_200_000);
  const big = {
    webhook_call_id: '1',
    entity_type: 'item',
    event_type: 'publish',
    entity: { id: 'i', type: 'item' },
    filler,
  };
  expect(recognised({}, big)).toBeNull();
  const one = request({ 'User-Agent': 'DatoCMS (datocms.com)' }, big);
  expect(describeDelivery(one, recogniseProvider(one)).event).toBe('item.publish');
});

describe('members that are no text where one is looked for', () => {
  const members = ['type', 'object', 'event', 'module', 'publisherId', 'RecordType', 'iss', 'eventType', 'kind'];
  test.each([
    ['an object without toString', '{"toString":null}'],
    ['an object whose toString is no function', '{"toString":1,"valueOf":1}'],
    ['a list that nests deeply', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['a list of one text', '["x"]'],
    ['nothing', 'null'],
  ])('are no mark of a provider, and no error: %s', (_, value) => {
    for (const member of members) {
      const sent = request({}, `{"${member}":${value}}`);
      expect(() => recogniseProvider(sent)).not.toThrow();
      for (const provider of providers) expect(() => provider.recognise(sent), provider.id).not.toThrow();
    }
  });
});

test.each(['constructor', 'toString', '__proto__'])('a word that every object knows is only a word: %s', (word) => {
  const sent = request({ 'Content-Encoding': word.toLowerCase(), 'X-GitHub-Event': 'push' }, { ref: 'main' });
  expect(describeDelivery(sent, findProvider('github')).event).toBe('push');
  const crn = `crn:contentful:::content:spaces/s/${word}/id`;
  const called = request({ 'X-Contentful-Topic': 'ContentManagement.Entry.publish', 'X-Contentful-CRN': crn });
  expect(describeDelivery(called, findProvider('contentful')).resource ?? '').not.toMatch(/native code|object Object/);
});
