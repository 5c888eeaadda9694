import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { LAST_RESORT_PAGES } from '../index/checkpoints.ts';
import type { JudgingBasis } from '../index/credentials.ts';
import { describedIdIn } from '../index/described-id.ts';
import { openReader, type Reader, type ReaderOptions } from '../index/reader.ts';
import { createAmendments } from '../truth/amend.ts';
import { assertTruthWhole } from '../truth/assert-truth-whole.ts';
import { readClosedMark, removeClosedMark, writeClosedMark } from '../truth/closed-mark.ts';
import { openCommittedMark } from '../truth/committed-mark.ts';
import { LOCK_FILE, prepareDataFolder, TRUTH_FILE, toFolderProblem } from '../truth/data-folder.ts';
import { lockDataDir } from '../truth/lock.ts';
import { createMarks, purgeDeliveries, storedBytes } from '../truth/marks.ts';
import { TRUTH_MIGRATIONS } from '../truth/migrations.ts';
import { type Db, databaseBytes, layToRest, openDatabase } from '../truth/open-database.ts';
import { createSettings, type SettingStore } from '../truth/tables/settings.ts';
import { createTables } from '../truth/tables.ts';
import { KEY_FILE, openVault, type Vault } from '../truth/vault.ts';
import { createWriter } from '../truth/writer.ts';
import { createHealth } from './health.ts';
import { judgingBasis } from './judging-basis.ts';
import { knownIdIn } from './known-id.ts';

type IndexListener = Pick<ReaderOptions, 'onDescribed' | 'onChanged' | 'onJudging'>;

export type Store = Awaited<ReturnType<typeof openStore>>;

interface StoreOptions {
  readonly dataDir: string;
  /** Key of the secrets from the system's keychain, or null for the key file. */
  readonly keyBase64: string | null;
  readonly log: (message: string) => void;
  /** How long senders wait while another program holds the database; the writer's own otherwise. */
  readonly patienceMs?: number;
}

/**
 * Open the data folder (made with mode 0700): the truth with its one writer, and the reading side in its own thread.
 * Throws a Problem where the folder or the truth in it cannot be used, `data-in-use` where another server has it; then every
 * file is as it was.
 */
export async function openStore(options: StoreOptions) {
  const { dataDir } = options;
  prepareDataFolder(dataDir);
  let lock: ReturnType<typeof lockDataDir> | null = null;
  try {
    // Only who holds the lock can look at files that nobody is writing; a folder without one gets none before it is found good.
    if (!existsSync(join(dataDir, LOCK_FILE))) assertTruthWhole(dataDir, TRUTH_MIGRATIONS.length);
    lock = lockDataDir(dataDir);
    return await openLocked(options, lock);
  } catch (error) {
    lock?.release();
    throw toFolderProblem(error, dataDir);
  }
}

async function openLocked(options: StoreOptions, lock: { release(): void }) {
  const { dataDir } = options;
  assertTruthWhole(dataDir, TRUTH_MIGRATIONS.length);
  const isNew = !existsSync(join(dataDir, TRUTH_FILE));
  const db = openDatabase({ file: join(dataDir, TRUTH_FILE), migrations: TRUTH_MIGRATIONS, synchronous: 'FULL' });
  return openParts(options, db, lock, isNew).catch((error: unknown) => {
    db.close();
    throw error;
  });
}

async function openParts(
  { dataDir, keyBase64, log, patienceMs }: StoreOptions,
  db: Db,
  lock: { release(): void },
  isNew: boolean,
) {
  db.pragma(`wal_autocheckpoint = ${LAST_RESORT_PAGES}`);
  const vault = openVault(dataDir, keyBase64, () => hasSealed(db));
  const settings = createSettings(db);
  settings.ensureEpoch();
  const mark = readClosedMark(dataDir);
  const lost = noteLost(db, settings, knownIdIn(dataDir, settings.epoch(), mark));
  removeClosedMark(dataDir);
  const committed = openCommittedMark(dataDir, settings.epoch());
  committed.note(Math.max(settings.highestId(), newestId(db)));
  const tables = createTables(db, vault);
  tables.feedLog.arrive(Math.min(describedIdIn(dataDir, settings.epoch()), newestId(db)));
  for (const { name, endpointId } of tables.secrets.locked()) log(lostKey(name, endpointId, vault));
  const basis = (localUrls: readonly string[], tunnelUrls: readonly string[]): JudgingBasis =>
    judgingBasis(tables, { localUrls, tunnelUrls });
  let listener: IndexListener = {
    onDescribed: () => undefined,
    onChanged: () => undefined,
    onJudging: () => undefined,
  };
  let reader: Reader | null = null;
  const writer = createWriter({
    db,
    firstId: Math.max(settings.highestId(), newestId(db)) + 1,
    onCommit(lastId) {
      reader?.committed(lastId);
      committed.note(lastId);
    },
    onLocked: () => log('Another program holds the database. What arrives waits for it; close it there.'),
    ...(patienceMs === undefined ? {} : { patienceMs }),
    onThrown: (error) =>
      log(`After a commit: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  });
  reader = openReader({
    dataDir,
    basis: basis([], []),
    log,
    onDescribed: (upTo) => listener.onDescribed(upTo),
    onChanged: (ids) => listener.onChanged(ids),
    onJudging: () => listener.onJudging(),
  });
  const health = createHealth({
    wasClosed: isNew || mark !== null,
    lost,
    log,
    async look() {
      await reader.call('describedUpTo', writer.lastId());
      return reader.call('inspect', null);
    },
  });
  return {
    dataDir,
    health,
    writer,
    reader,
    vault,
    settings,
    ...tables,
    /** Everything that deliveries are judged by, as it is now. */
    basis,
    /** Run in a write. */
    amend: createAmendments(db),
    marks: createMarks(db),
    purge: (ids: readonly number[]) => purgeDeliveries(db, ids),
    sizeOf: (id: number): number => storedBytes(db, id),
    /** Bytes of the databases on disk. */
    sizeBytes: (): number => databaseBytes(db),
    /** Who is told of what the reading side derived. */
    setListener(next: IndexListener): void {
      listener = next;
    },
    /** Closing what is closed changes nothing. */
    async close(): Promise<void> {
      if (!db.open) return;
      writer.close();
      // Those whose writes have just been done tell the reading side of it first.
      await nextTurn();
      await reader.close();
      const closed = { epoch: settings.epoch(), highestId: writer.lastId() };
      layToRest(db);
      db.close();
      committed.close();
      if (health.isWhole) writeClosedMark(dataDir, closed);
      lock.release();
    },
  };
}

/** A secret whose key is gone stays in its list, so that its owner sees which one to add again. */
function lostKey(name: string, endpointId: number, { storage }: Vault): string {
  const key = storage === 'key-file' ? `the key in ${KEY_FILE}` : "the key of the system's keychain";
  return `The secret "${name}" of endpoint ${endpointId} is left out: ${key} does not open it. Delete it and add it again.`;
}

/** A secret of an endpoint, or the password of its limits. */
function hasSealed(db: Db): boolean {
  const sealed = `SELECT EXISTS (SELECT 1 FROM secret) OR EXISTS (SELECT 1 FROM endpoint WHERE limits LIKE '%"sealed"%')`;
  return db.prepare<[], number>(sealed).pluck().get() === 1;
}

/** How many deliveries are gone of those up to `knownId`; their ids are not given again. */
function noteLost(db: Db, settings: SettingStore, knownId: number): number {
  const lost = knownId - Math.max(settings.highestId(), newestId(db));
  if (lost > 0) settings.noteLoss(knownId);
  return Math.max(0, lost);
}

function newestId(db: Db): number {
  return Number(db.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
}
