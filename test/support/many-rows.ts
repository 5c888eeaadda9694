import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeHead } from '../../server/describe/head.ts';
import { ensureFirstEndpoint } from '../../server/first-endpoint.ts';
import { openStore, type Store } from '../../server/store/store.ts';

const ROWS_A_COMMIT = 5_000;
const EVENTS = ['entry.publish', 'entry.update', 'asset.publish', 'asset.update', 'release.deploy'] as const;

/** The body of row `at`: a small Contentstack delivery; one in a thousand says `needle`. */
function bodyOf(at: number, paddingBytes: number): Buffer {
  const [module = '', event = ''] = (EVENTS[at % EVENTS.length] ?? '').split('.');
  const title = at % 1_000 === 0 ? `needle ${at}` : `Page ${at}`;
  return Buffer.from(
    JSON.stringify({ module, event, api_key: 'blt0', data: { [module]: { uid: `blt${at}`, title } } }) +
      ' '.repeat(paddingBytes),
  );
}

/** Put `count` deliveries into a fresh data folder through the writer, and have them described (and indexed for search). */
export async function withManyRows(
  count: number,
  { indexed, paddingBytes = 0 }: { readonly indexed: boolean; readonly paddingBytes?: number },
  use: (dataDir: string) => Promise<void>,
): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-rows-'));
  try {
    const store = await openStore({ dataDir, keyBase64: null, log: (message) => console.error(message) });
    await ensureFirstEndpoint(store, 0);
    const endpointId = store.endpoints.all()[0]?.id as number;
    const head = encodeHead('POST', '/e/x', '1.1', ['Content-Type', 'application/json', 'User-Agent', 'Contentstack']);
    for (let first = 0; first < count; first += ROWS_A_COMMIT) {
      const rows = Array.from({ length: Math.min(ROWS_A_COMMIT, count - first) }, (_, at) => first + at);
      await Promise.all(
        rows.map((at) =>
          captureRow(store, { endpointId, at: at * 10, status: 200, head, body: bodyOf(at, paddingBytes), meta: null }),
        ),
      );
    }
    await store.reader.call('describedUpTo', store.writer.lastId());
    if (indexed) await store.reader.call('settled', null);
    await store.close();
    await use(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function captureRow({ writer }: Store, row: Parameters<Store['writer']['capture']>[0]): Promise<void> {
  return new Promise((resolve, reject) => {
    writer.capture(row, (error) => (error === null ? resolve() : reject(error)));
  });
}
