import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type HeaderLine, header } from '../server/contract/header.ts';
import { withApp } from './support/app.ts';
import { sendRaw } from './support/raw-client.ts';

/** A body out of a provider's own documents, with the header lines its deliveries carry, and what it is about. */
interface Seed {
  readonly file: string;
  readonly headers: readonly HeaderLine[];
  readonly provider: string;
  readonly event: string;
  readonly resource: string;
  readonly deliveryKey?: string;
  readonly attempt?: number;
}

const contentstack = (signature: string): readonly HeaderLine[] => [
  ['Content-Type', 'application/json'],
  ['User-Agent', 'Contentstack'],
  ['X-Contentstack-Request-Signature', signature],
];
const contentful: readonly HeaderLine[] = [
  ['X-Contentful-Topic', 'ContentManagement.Entry.publish'],
  ['X-Contentful-Webhook-Name', 'aws lambda'],
  ['X-Contentful-Webhook-Request-Attempt', '2'],
  ['X-Contentful-Event-Datetime', '2026-06-22T18:42:22.587Z'],
  ['Content-Type', 'application/vnd.contentful.management.v1+json'],
  [
    'X-Contentful-CRN',
    'crn:contentful:::content:spaces/cfexampleapi/environments/master/entries/5KsDBWseXY6QegucYAoacS',
  ],
  ['X-Contentful-Idempotency-Key', '94516f9a'.repeat(8)],
];
const datocms: readonly HeaderLine[] = [
  ['Accept', '*/*'],
  ['User-Agent', 'DatoCMS (datocms.com)'],
  ['Authorization', 'Basic Y2lhbzptaWFv'],
  ['Content-Type', 'application/json'],
];

const SEEDS: readonly Seed[] = [
  {
    file: 'contentstack-entry-update',
    headers: contentstack('9876543210'),
    provider: 'contentstack',
    event: 'entry.update',
    resource: 'entry blt**************a9 "Webhook Entry"',
  },
  {
    file: 'contentstack-comment-update',
    headers: contentstack('9876543210'),
    provider: 'contentstack',
    event: 'comment.update',
    resource: 'comment cs725e99b728f36145 "This is an updated comment."',
  },
  {
    file: 'contentstack-asset-publish',
    headers: contentstack('9876543210'),
    provider: 'contentstack',
    event: 'asset.publish',
    resource: 'asset blt**************11 "image.png"',
  },
  {
    file: 'contentstack-release-deploy',
    headers: contentstack('9876543210'),
    provider: 'contentstack',
    event: 'release.deploy',
    resource: 'release blt**************11 "Webhook-Release"',
  },
  ...(['000', '001'] as const).flatMap((page): readonly Seed[] => [
    {
      file: `contentstack-entry-update-log-${page}`,
      headers: [
        ['Content-Type', 'application/json'],
        ['User-Agent', 'Contentstack'],
        ['X-Contentstack-Signature', '75e9068f3ca4e2ef7cdbfbb2480822f5f6473ac5'],
      ],
      provider: 'contentstack',
      event: 'entry.update',
      resource: 'entry blt**************48 "test 19"',
    },
    {
      file: `contentstack-asset-update-log-${page}`,
      headers: contentstack(`v1=${'oddk8EBQR7385dg5LTN7'.repeat(17)}rHk=`),
      provider: 'contentstack',
      event: 'asset.update',
      resource: 'asset blt**************2b "Wild-West-Warrior_Large.jpeg"',
    },
  ]),
  {
    file: 'contentful-entry-publish',
    headers: contentful,
    provider: 'contentful',
    event: 'ContentManagement.Entry.publish',
    resource: 'Entry 5KsDBWseXY6QegucYAoacS "Hello, World!"',
    deliveryKey: '94516f9a'.repeat(8),
    attempt: 2,
  },
  {
    file: 'datocms-maintenance-mode-change',
    headers: datocms,
    provider: 'datocms',
    event: 'maintenance_mode.change',
    resource: 'maintenance_mode maintenance_mode',
    deliveryKey: '103216210',
    attempt: 1,
  },
];

test('the samples of the providers’ own documents show provider, event and resource, in list and detail', async () => {
  await withApp(async (app) => {
    const path = new URL(app.captureUrl).pathname;
    for (const { file, headers } of SEEDS) {
      const body = readFileSync(new URL(`./fixtures/seeds/${file}.json`, import.meta.url));
      const lines = [...headers, ['Content-Length', String(body.length)] as const];
      const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
      const request = Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\nHost: hooks.example\r\n${head}\r\n`), body]);
      expect((await sendRaw(app.capturePort, request)).status).toBe(200);
    }
    const { deliveries } = await app.call('listDeliveries', { query: {} });
    expect(deliveries.length).toBe(SEEDS.length);
    for (const [at, seed] of SEEDS.entries()) {
      const id = at + 1;
      const wanted = {
        id,
        provider: seed.provider,
        event: seed.event,
        resource: seed.resource,
        deliveryKey: seed.deliveryKey ?? null,
        attempt: seed.attempt ?? null,
        contentType: header(seed.headers, 'content-type'),
        verdict: { kind: 'unchecked' },
      };
      expect(
        deliveries.find((delivery) => delivery.id === id),
        seed.file,
      ).toMatchObject(wanted);
      const detail = await app.call('getDelivery', { params: { id } });
      expect(detail, seed.file).toMatchObject({
        ...wanted,
        headers: [['Host', 'hooks.example'], ...seed.headers, ['Content-Length', String(detail.sizeBytes)]],
      });
    }
    const found = await app.call('listDeliveries', { query: { query: 'provider:contentstack event:*.update' } });
    expect(found.matching).toBe(6);
    const byResource = await app.call('listDeliveries', { query: { query: 'resource:*Webhook-Release*' } });
    expect(byResource.deliveries.map(({ event }) => event)).toEqual(['release.deploy']);
  });
});
