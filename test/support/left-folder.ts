import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { type TestApp, withApp } from './app.ts';
import { commandLine } from './command-line.ts';
import { folderState } from './folder-state.ts';

/** Wait until everything that arrived is described, indexed and judged. */
export const settle = async ({ app }: TestApp): Promise<void> => {
  await app.store.reader.call('describedUpTo', app.store.writer.lastId());
  await app.store.reader.call('settled', null);
};
/** Deliver `bodies`, and wait until they are described, indexed and judged. */
export const post = async (app: TestApp, ...bodies: readonly string[]): Promise<void> => {
  for (const body of bodies) expect((await fetch(app.captureUrl, { method: 'POST', body })).status).toBe(200);
  await settle(app);
};
/** The folder of a server that ended, after `bodies` were delivered. */
export const withFolder = (bodies: readonly string[], use: (dataDir: string) => Promise<void>): Promise<void> =>
  withApp(async (app) => {
    await post(app, ...bodies);
    await app.app.close();
    await use(app.dataDir);
  });
/** What `deliveries body` prints. */
export const bodyOf = async (dataDir: string, id: number): Promise<string> =>
  (await commandLine(dataDir, 'deliveries', 'body', String(id))).stdout.toString();
/** The ids that `deliveries list` prints, the newest first. */
export const listed = async (dataDir: string): Promise<number[]> => {
  const { code, stdout, stderr } = await commandLine(dataDir, 'deliveries', 'list', '--json');
  expect([code, stderr]).toEqual([0, '']);
  return (JSON.parse(stdout.toString()) as { id: number }[]).map(({ id }) => id);
};
/** Run statements on a database that nobody else has open. */
export const sql = (file: string, ...statements: readonly string[]): void => {
  const db = new Database(file);
  for (const statement of statements) db.exec(statement);
  db.close();
};
/** Read once more, after which nothing may have changed. */
export async function expectAtRest(dataDir: string): Promise<void> {
  const before = folderState(dataDir);
  await listed(dataDir);
  expect(folderState(dataDir)).toEqual(before);
}
