import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { COMMITTED_FILE } from './data-folder.ts';

const WRITTEN_BYTES = 64;
const EVERY_MS = 20;

/** Says beside the truth which deliveries were committed, so that a log that is damaged after a crash is missed. */
export interface CommittedMark {
  /** Everything up to this id is committed; written at once, or with the next ones within 20 ms. */
  note(highestId: number): void;
  close(): void;
}

/**
 * Open the mark for a truth of this epoch. It is written in place and not synced: it outlives the process, though not always the
 * loss of power, and costs no commit anything.
 */
export function openCommittedMark(dataDir: string, epoch: number): CommittedMark {
  const file = openSync(join(dataDir, COMMITTED_FILE), 'w', 0o600);
  let newestId = 0;
  let writtenId = 0;
  let timer: NodeJS.Timeout | null = null;
  const write = (): void => {
    timer = null;
    if (writtenId === newestId) return;
    writtenId = newestId;
    const text = JSON.stringify({ epoch, highestId: newestId }).padEnd(WRITTEN_BYTES - 1);
    try {
      writeSync(file, `${text}\n`, 0);
    } catch {
      // The deliveries are stored all the same; a loss of them would be told of without these.
    }
    timer = setTimeout(write, EVERY_MS);
    timer.unref();
  };
  return {
    note(highestId) {
      newestId = highestId;
      if (timer === null) write();
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      write();
      if (timer !== null) clearTimeout(timer);
      closeSync(file);
    },
  };
}

/** The highest id that was committed to the truth of this epoch, as far as the last server came to write it down; 0 where it did not. */
export function committedIdIn(dataDir: string, epoch: number): number {
  try {
    const mark = JSON.parse(readFileSync(join(dataDir, COMMITTED_FILE), 'utf8')) as {
      epoch: number;
      highestId: number;
    };
    return mark.epoch === epoch && Number.isSafeInteger(mark.highestId) ? mark.highestId : 0;
  } catch {
    return 0;
  }
}
