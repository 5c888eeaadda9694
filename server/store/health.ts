import type { Health } from '../contract/status.ts';
import type { Inspection } from '../index/inspect.ts';

/** What is known of the state of the data folder. */
export interface HealthKeeper {
  get(): Health;
  /** Whether the next start may do without a look. */
  readonly isWhole: boolean;
  /** Run a look, once, where the last server did not come to its end; resolves when its outcome is told. */
  inspect(): Promise<void>;
}

interface HealthOptions {
  /** The last server came to its end, or there was none. */
  readonly wasClosed: boolean;
  /** Deliveries that were stored and are not there any more. */
  readonly lost: number;
  readonly look: () => Promise<Inspection>;
  readonly log: (message: string) => void;
}

/** After an unclean end every page and every delivery is looked at; what is found is told in the log and in the status. */
export function createHealth({ wasClosed, lost, look, log }: HealthOptions): HealthKeeper {
  const found: string[] = [];
  const tell = (sentence: string): void => {
    found.push(sentence);
    log(sentence);
  };
  let isChecking = !wasClosed;
  if (lost > 0) tell(lostSentence(lost));

  return {
    get: () => ({
      state: found.length > 0 ? 'damaged' : isChecking ? 'checking' : 'whole',
      sentences: [...found],
    }),
    get isWhole() {
      return !isChecking && found.length === 0;
    },
    async inspect() {
      if (!isChecking) return;
      log('Hookglass did not come to its end the last time, so the data folder is checked while it runs.');
      const inspection = await look();
      isChecking = false;
      for (const sentence of sentencesOf(inspection)) tell(sentence);
      if (inspection.index !== null) log('The index was damaged. It is built anew; no delivery is lost by that.');
      if (inspection.removed.length > 0)
        log(`${inspection.removed.length} entries of deliveries that were deleted for good are out of the list now.`);
      if (found.length === 0) log('The data folder was checked: it is whole.');
    },
  };
}

const lostSentence = (count: number): string =>
  `${count === 1 ? 'The last delivery' : `The last ${count} deliveries`} that had been stored cannot be read any more: hookglass.db or its log was damaged, cut or put back from an older copy.`;

function sentencesOf({ truth, damaged }: Inspection): string[] {
  const pages = `hookglass.db is damaged: ${truth}. Copy the data folder, then export what you need and start afresh.`;
  const rows = `${damaged.length === 1 ? `Delivery ${damaged[0]} is` : `${damaged.length} deliveries are`} damaged: the stored bytes are no longer those that were captured. Search for is:damaged.`;
  return [...(truth === null ? [] : [pages]), ...(damaged.length === 0 ? [] : [rows])];
}
