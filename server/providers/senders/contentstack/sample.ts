import type { SampleData } from '../../sender.ts';

/** A published entry in the form of Contentstack's own sample. */
export const contentstackSample = (nowMs: number): SampleData => ({
  headers: { 'User-Agent': 'Contentstack' },
  body: {
    triggered_at: new Date(nowMs).toISOString(),
    module: 'entry',
    api_key: 'blt0000sample0000key',
    event: 'publish',
    data: {
      entry: {
        uid: 'blt2f9d5a1c0e7b4638',
        title: 'Home',
        locale: 'en-us',
        url: '/',
        tags: [],
        _version: 3,
        created_at: '2026-01-12T09:30:00.000Z',
        updated_at: '2026-01-15T11:58:12.000Z',
      },
      content_type: { uid: 'page', title: 'Page' },
      environment: { name: 'production', uid: 'blt4d2c8e6a0f1b3957' },
      branch: { uid: 'main', source: '', alias: [] },
      action: 'publish',
      status: 'success',
      locale: 'en-us',
    },
  },
});
