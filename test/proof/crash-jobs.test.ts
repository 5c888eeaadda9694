import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { DeliverySummary } from '../../server/contract/delivery.ts';
import type { Status } from '../../server/contract/status.ts';
import { numberedBody, sha256 } from '../support/acknowledged-load.ts';
import { type ServerProcess, startServerProcess, withDataDir } from '../support/hookglass-process.ts';

const KILLS = 50;
const HOURS_MS = 7_200_000;

/** What senders and the user were told, over all lives of the server. */
interface Told {
  sent: number;
  /** SHA-256 of the bodies that were answered 200. */
  readonly taken: Set<string>;
  /** Ids whose deletion was answered. */
  readonly deleted: Set<number>;
}

async function ask<T>({ apiUrl, token }: ServerProcess, method: string, path: string, body?: object): Promise<T> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}`, origin: new URL(apiUrl).origin };
  if (method !== 'GET') headers['content-type'] = 'application/json';
  const init = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
  const answer = await fetch(`${apiUrl}${path}`, { method, headers, ...init });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** Every kind of work at once, until the server is killed at a moment of chance. */
async function liveAndDie(server: ServerProcess, told: Told): Promise<void> {
  let isOver = false;
  const repeat = async (work: () => Promise<unknown>): Promise<void> => {
    while (!isOver) await work().catch(() => new Promise((resolve) => setTimeout(resolve, 5)));
  };
  const post = async (): Promise<void> => {
    const body = numberedBody(++told.sent);
    const headers = { 'x-github-event': 'push', 'x-hub-signature-256': `sha256=${'a'.repeat(64)}` };
    const { status } = await fetch(server.captureUrl, { method: 'POST', body: new Uint8Array(body), headers });
    if (status === 200) told.taken.add(sha256(body));
  };
  const remove = async (): Promise<void> => {
    const { deliveries } = await ask<{ deliveries: DeliverySummary[] }>(server, 'GET', '/deliveries?limit=20');
    const ids = deliveries.slice(5, 9).map(({ id }) => id);
    const { ids: deleted } = await ask<{ ids: number[] }>(server, 'POST', '/deliveries/delete', { ids });
    for (const id of deleted) told.deleted.add(id);
  };
  const addSecret = () => ask(server, 'POST', '/endpoints/1/secrets', { name: 'one more', value: `v${told.sent}` });
  const setProvider = () => ask(server, 'PATCH', '/endpoints/1', { provider: told.sent % 2 === 0 ? 'github' : null });
  const work = [post, post, post, post, remove, addSecret, setProvider].map(repeat);
  await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 800));
  await server.end('SIGKILL');
  isOver = true;
  await Promise.all(work);
}

/** While no server runs: let the hour of restoring pass for all that is deleted. */
function passTheHour(dataDir: string): { readonly marked: Set<number>; readonly stored: Map<string, number> } {
  const db = new Database(join(dataDir, 'hookglass.db'));
  const marked = db.prepare<[], number>('SELECT delivery_id FROM mark WHERE deleted_at IS NOT NULL').pluck().all();
  const rows = db.prepare<[], { id: number; body: Buffer }>('SELECT id, body FROM delivery').all();
  db.prepare('UPDATE mark SET deleted_at = deleted_at - ? WHERE deleted_at IS NOT NULL').run(HOURS_MS);
  db.close();
  return { marked: new Set(marked), stored: new Map(rows.map(({ id, body }) => [sha256(body), id])) };
}

/** All that a server lists once it has nothing left to do. */
async function listed(server: ServerProcess): Promise<DeliverySummary[]> {
  const isSettled = ({ pendingDescriptions, pendingSearch, judging, health }: Status): boolean =>
    pendingDescriptions + pendingSearch + judging.length === 0 && health.state !== 'checking';
  await expect.poll(async () => isSettled(await ask<Status>(server, 'GET', '/status')), { timeout: 60_000 }).toBe(true);
  const found: DeliverySummary[] = [];
  for (let before = ''; ; ) {
    const path = `/deliveries?limit=500${before}`;
    const page = await ask<{ deliveries: DeliverySummary[]; more: boolean; lookedTo: number }>(server, 'GET', path);
    found.push(...page.deliveries);
    if (!page.more) return found;
    before = `&before=${page.lookedTo}`;
  }
}

test(`${KILLS} kills between the commits of all jobs: nothing that was answered is lost, nothing deleted comes back, the index is level`, async () => {
  await withDataDir(async (dataDir) => {
    const told: Told = { sent: 0, taken: new Set(), deleted: new Set() };
    const gone = new Set<number>();
    for (let kill = 0; kill < KILLS; kill++) {
      await liveAndDie(await startServerProcess(dataDir), told);
      const { marked, stored } = passTheHour(dataDir);
      for (const id of told.deleted) expect(marked.has(id) || gone.has(id), `deletion of ${id}`).toBe(true);
      expect([...told.taken].filter((digest) => !stored.has(digest))).toEqual([]);
      for (const id of marked) gone.add(id);
      for (const [digest, id] of stored) if (gone.has(id)) told.taken.delete(digest);
    }
    const last = await startServerProcess(dataDir);
    const rows = await listed(last);
    await last.end('SIGTERM');
    process.stdout.write(`${told.sent} sent, ${rows.length} listed, ${gone.size} deleted for good\n`);
    expect(rows.filter(({ id }) => gone.has(id))).toEqual([]);
    const digests = new Set(rows.map(({ sha256: digest }) => digest));
    expect([...told.taken].filter((digest) => !digests.has(digest))).toEqual([]);
    const anew = `${dataDir}-anew`;
    cpSync(dataDir, anew, { recursive: true });
    for (const ending of ['', '-wal', '-shm']) rmSync(join(anew, `index.db${ending}`), { force: true });
    const fresh = await startServerProcess(anew);
    expect((await listed(fresh)).map(essence)).toEqual(rows.map(essence));
    await fresh.end('SIGTERM');
    rmSync(anew, { recursive: true });
  });
});

/** What a summary is derived to. Causes are looked for when nothing else is to do, so they may come later. */
function essence({ verdict: { kind, code }, ...rest }: DeliverySummary): object {
  return { ...rest, kind, code };
}
