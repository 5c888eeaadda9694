import type { SampleData } from '../../sender.ts';

/** A published record in the envelope of payload_api_version 3. */
export const datocmsSample = (nowMs: number): SampleData => ({
  headers: { 'User-Agent': 'DatoCMS (datocms.com)', Accept: '*/*' },
  body: {
    webhook_call_id: String(Math.floor(nowMs / 1000)),
    event_triggered_at: `${new Date(nowMs).toISOString().slice(0, 19)}Z`,
    attempted_auto_retries_count: 0,
    webhook_id: '7731',
    site_id: '24025',
    environment: 'main',
    is_environment_primary: true,
    entity_type: 'item',
    event_type: 'publish',
    entity: {
      id: 'DKq8yW6bQXGKbTk8yPcCbQ',
      type: 'item',
      attributes: { title: 'Hello, World!', slug: 'hello-world' },
      relationships: {
        item_type: { data: { id: 'UZyfjdBES8y2W2ruMEHSoQ', type: 'item_type' } },
        creator: { data: { id: '104280', type: 'account' } },
      },
      meta: {
        status: 'published',
        created_at: '2026-01-12T09:30:00.000Z',
        updated_at: '2026-01-15T11:58:12.000Z',
        published_at: '2026-01-15T11:58:12.000Z',
        is_valid: true,
      },
    },
    related_entities: [
      {
        id: 'UZyfjdBES8y2W2ruMEHSoQ',
        type: 'item_type',
        attributes: { name: 'Page', api_key: 'page', draft_mode_active: true },
      },
    ],
  },
});
