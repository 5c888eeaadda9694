import { createHash } from 'node:crypto';
import type { SampleData } from '../../sender.ts';

const link = (linkType: string, id: string) => ({ sys: { type: 'Link', linkType, id } });

/** A published entry with the headers of a real delivery. */
export const contentfulSample = (nowMs: number): SampleData => ({
  headers: {
    'Content-Type': 'application/vnd.contentful.management.v1+json',
    'X-Contentful-Topic': 'ContentManagement.Entry.publish',
    'X-Contentful-Webhook-Name': 'Hookglass',
    'X-Contentful-Webhook-Request-Attempt': '1',
    'X-Contentful-Event-Datetime': new Date(nowMs).toISOString(),
    'X-Contentful-Idempotency-Key': createHash('sha256').update(`contentful sample ${nowMs}`).digest('hex'),
    'X-Contentful-CRN':
      'crn:contentful:::content:spaces/cfexampleapi/environments/master/entries/5KsDBWseXY6QegucYAoacS',
  },
  body: {
    metadata: { tags: [], concepts: [] },
    fields: { title: { 'en-US': 'Hello, World!' }, slug: { 'en-US': 'hello-world' } },
    sys: {
      type: 'Entry',
      id: '5KsDBWseXY6QegucYAoacS',
      space: link('Space', 'cfexampleapi'),
      environment: link('Environment', 'master'),
      contentType: link('ContentType', 'page'),
      createdBy: link('User', '4FLrUHftHW3v2BLi9fzfjU'),
      updatedBy: link('User', '4FLrUHftHW3v2BLi9fzfjU'),
      revision: 2,
      createdAt: '2026-01-12T09:30:00.000Z',
      updatedAt: new Date(nowMs).toISOString(),
      publishedVersion: 5,
    },
  },
});
