import { randomInt } from 'node:crypto';
import { DEFAULT_SETTINGS } from '../../contract/default-settings.ts';
import type { Settings } from '../../contract/status.ts';
import type { Db } from '../open-database.ts';

export type SettingStore = ReturnType<typeof createSettings>;

/** Retention and limits, and the few numbers that must survive a restart. */
export function createSettings(db: Db) {
  const read = db.prepare<[string], string>('SELECT value FROM setting WHERE key = ?').pluck();
  const write = db.prepare(
    'INSERT INTO setting(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value',
  );
  const newEpoch = (): void => void write.run('epoch', String(randomInt(1, 2 ** 47)));
  const number = (key: string): number => Number(read.get(key) ?? 0);
  return {
    settings(): Settings {
      const stored = read.get('settings');
      return stored === undefined
        ? DEFAULT_SETTINGS
        : { ...DEFAULT_SETTINGS, ...(JSON.parse(String(stored)) as Partial<Settings>) };
    },
    setSettings: (settings: Settings) => void write.run('settings', JSON.stringify(settings)),
    pruned: (): number => number('pruned'),
    addPruned: (count: number) => void write.run('pruned', String(number('pruned') + count)),
    /** The tunnel's address as senders were given it. */
    knownUrl: (): string | null => read.get('known-url') ?? null,
    setKnownUrl: (url: string) => void write.run('known-url', url),
    /** The highest delivery id ever given, so that ids of deleted rows are not used again. */
    highestId: (): number => number('highest-id'),
    /** Told apart from every other database: an index made from another one is not ours. */
    ensureEpoch(): void {
      if (read.get('epoch') === undefined) newEpoch();
    },
    epoch: (): number => number('epoch'),
    /** Deliveries up to this id were given and some are gone: their ids stay theirs, and an index that knew them is not ours any more. */
    noteLoss: (highestId: number) =>
      db.transaction(() => {
        write.run('highest-id', String(highestId));
        newEpoch();
      })(),
  };
}
