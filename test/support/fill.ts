import { encodeHead } from '../../server/describe/head.ts';
import type { TestApp } from './app.ts';

const EVENTS = ['publish', 'unpublish', 'create', 'save', 'archive'] as const;

/** Store `count` varied deliveries through the writer, a minute's worth of a busy space each, and wait until all is indexed. */
export async function fill(app: TestApp, count: number, bodyBytes = 300): Promise<void> {
  const { writer, reader } = app.app.store;
  const path = new URL(app.captureUrl).pathname;
  const start = Date.now() - count * 1_000;
  await new Promise<void>((resolve, reject) => {
    let left = count;
    for (let at = 0; at < count; at++) {
      const event = EVENTS[at % EVENTS.length] as string;
      const body = JSON.stringify({
        sys: { id: `entry${at}`, type: 'Entry' },
        fields: { title: { 'en-US': `Title ${at}` } },
        pad: 'x'.repeat(bodyBytes),
      });
      const headers = [
        'Host',
        '127.0.0.1:7420',
        'X-Contentful-Topic',
        `ContentManagement.Entry.${event}`,
        'Content-Type',
        'application/json',
        'Content-Length',
        String(body.length),
      ];
      const head = encodeHead('POST', at % 3 === 0 ? `${path}/hooks?n=${at}` : path, '1.1', headers);
      const row = { endpointId: 1, at: start + at * 1_000, status: 200, head, body: Buffer.from(body), meta: null };
      writer.capture(row, (error) => {
        if (error !== null) reject(error);
        else if (--left === 0) resolve();
      });
    }
  });
  await reader.call('settled', null);
}
