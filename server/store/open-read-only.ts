import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Connections, isOfTruth } from '../index/connections.ts';
import { createJudgedBy } from '../index/judged-by.ts';
import { loadProgress } from '../index/progress.ts';
import { createReadHere } from '../index/read-here.ts';
import { INDEX_SCHEMA, INDEX_VERSION } from '../index/schema.ts';
import { assertTruthWhole } from '../truth/assert-truth-whole.ts';
import { readClosedMark } from '../truth/closed-mark.ts';
import { INDEX_FILE, prepareDataFolder, TRUTH_FILE, toFolderProblem } from '../truth/data-folder.ts';
import { shareDataDir } from '../truth/lock.ts';
import { TRUTH_MIGRATIONS } from '../truth/migrations.ts';
import { databaseBytes, openAtRest } from '../truth/open-database.ts';
import { createPurged } from '../truth/tables/purged.ts';
import { createSettings, type SettingStore } from '../truth/tables/settings.ts';
import { createTables } from '../truth/tables.ts';
import { hasKey, openVault } from '../truth/vault.ts';
import { judgingBasis, type OwnUrls } from './judging-basis.ts';
import { knownIdIn } from './known-id.ts';
import type { ReadingStore } from './reading-store.ts';

type UrlsOf = (settings: Pick<SettingStore, 'knownUrl'>) => OwnUrls;

export interface ReadOnlyStore extends ReadingStore {
  close(): void;
}

/**
 * Open a data folder at rest, beside others who read it and without writing anything. null where something has to be written first:
 * a log, an index that is behind, an older schema, a folder in which nothing was ever served. Throws what `openStore` throws where the folder or the truth in it cannot be used.
 */
export function openReadOnly(dataDir: string, ownUrls: UrlsOf): ReadOnlyStore | null {
  prepareDataFolder(dataDir);
  try {
    const lock = shareDataDir(dataDir);
    if (lock === null) return null;
    try {
      assertTruthWhole(dataDir, TRUTH_MIGRATIONS.length);
      const connections = hasKey(dataDir) ? openConnections(dataDir) : null;
      if (connections !== null && canBeRead(connections, dataDir)) return partsOf(dataDir, connections, lock, ownUrls);
      connections?.close();
    } catch (error) {
      lock.release();
      throw error;
    }
    lock.release();
    return null;
  } catch (error) {
    throw toFolderProblem(error, dataDir);
  }
}

function openConnections(dataDir: string): Connections | null {
  const truthFile = join(dataDir, TRUTH_FILE);
  const indexFile = join(dataDir, INDEX_FILE);
  if (!existsSync(truthFile) || !existsSync(indexFile)) return null;
  const truth = openAtRest({ file: truthFile, migrations: TRUTH_MIGRATIONS });
  const index = truth === null ? null : openIndex(indexFile);
  if (truth === null || index === null) {
    truth?.close();
    return null;
  }
  const close = (): void => {
    index.close();
    truth.close();
  };
  return { index, truth, close, removeIndex: close };
}

/** An index that cannot be opened is nobody's loss: it is made anew where it may be written. */
function openIndex(file: string) {
  try {
    return openAtRest({ file, migrations: [INDEX_SCHEMA], version: INDEX_VERSION });
  } catch {
    return null;
  }
}

/** What is damaged is seen, told and mended where the folder is taken. */
function canBeRead(connections: Connections, dataDir: string): boolean {
  try {
    connections.index.prepare('ATTACH DATABASE ? AS truth').run(join(dataDir, TRUTH_FILE));
    return isLevel(connections, dataDir);
  } catch {
    return false;
  }
}

/** Whether both tell the same, nothing is left to do in the index, and no loss has to be noted. */
function isLevel(connections: Connections, dataDir: string): boolean {
  const { index, truth } = connections;
  const count = (db: typeof truth, sql: string): number => Number(db.prepare(sql).pluck().get() ?? 0);
  const settings = createSettings(truth);
  const { describedId, indexedId } = loadProgress(index);
  const newestId = count(truth, 'SELECT max(id) FROM delivery');
  const knownId = knownIdIn(dataDir, settings.epoch(), readClosedMark(dataDir));
  return (
    isOfTruth(index, truth) &&
    describedId >= newestId &&
    indexedId >= describedId &&
    count(index, "SELECT value FROM progress WHERE key = 'purged'") === createPurged(truth).range().newestSeq &&
    knownId <= Math.max(settings.highestId(), newestId) &&
    count(index, 'SELECT EXISTS (SELECT 1 FROM judging)') === 0 &&
    createJudgedBy(connections).outdated().length === 0 &&
    count(index, "SELECT EXISTS (SELECT 1 FROM summary WHERE verdict = 'invalid' AND diagnosed = 0)") === 0 &&
    count(truth, 'SELECT EXISTS (SELECT 1 FROM endpoint WHERE deleted_at IS NULL)') === 1
  );
}

function partsOf(dataDir: string, connections: Connections, lock: { release(): void }, ownUrls: UrlsOf): ReadOnlyStore {
  const { truth } = connections;
  const vault = openVault(dataDir, null);
  const settings = createSettings(truth);
  const tables = createTables(truth, vault);
  const newestId = Number(truth.prepare('SELECT max(id) FROM delivery').pluck().get() ?? 0);
  const basis = () => judgingBasis(tables, ownUrls(settings));
  const readers = createReadHere({ connections, basis });
  const state = readClosedMark(dataDir) === null ? 'checking' : 'whole';
  return {
    dataDir,
    health: { get: () => ({ state, sentences: [] }) },
    writer: { lastId: () => Math.max(settings.highestId(), newestId) },
    reader: {
      judging: [],
      pendingDescriptions: 0,
      pendingSearch: 0,
      call: async (operation, argument) => readers[operation](argument as never) as never,
    },
    vault,
    settings,
    ...tables,
    sizeBytes: () => databaseBytes(truth),
    close() {
      connections.close();
      lock.release();
    },
  };
}
