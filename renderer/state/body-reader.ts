import type { BodyQuestion, BodyReport } from '../view/body-report.ts';
import type { UndoElsewhere } from '../view/decompress.ts';
import type { FromWorker, ToWorker } from './body-messages.ts';

interface Waiting {
  readonly resolve: (report: BodyReport) => void;
  readonly reject: (error: Error) => void;
  readonly undoElsewhere: UndoElsewhere;
}

/** Longest time that one body may take before its worker is given up. */
export const BODY_LIMIT_MS = 60_000;

export interface BodyReader {
  /** `undoElsewhere` is asked for codings that browsers lack; where it fails, the body is shown as it is stored. */
  read(question: BodyQuestion, undoElsewhere: UndoElsewhere): Promise<BodyReport>;
}

/**
 * Reads bodies in a worker, so that the page stays quick whatever was sent. A worker that does not come back, or that runs
 * out of memory, is replaced; its questions fail with a sentence.
 */
export function createBodyReader(makeWorker: () => Worker): BodyReader {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  const giveUp = (sentence: string): void => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error(sentence));
    waiting.clear();
  };
  const tell = (to: Worker, message: ToWorker): void => to.postMessage(message);
  const start = (): Worker => {
    const made = makeWorker();
    made.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      const asker = waiting.get(data.id);
      if (data.kind === 'undo') {
        const { ask, steps } = data;
        const undone = asker?.undoElsewhere(steps) ?? Promise.resolve(null);
        void undone.catch(() => null).then((result) => tell(made, { kind: 'undone', ask, undone: result }));
        return;
      }
      waiting.delete(data.id);
      if (data.kind === 'report') asker?.resolve(data.report);
      else asker?.reject(new Error(`This body could not be read: ${data.error}. Hex still shows its bytes.`));
    };
    made.onerror = () => giveUp('The viewer ran out of its bounds on this body. Download it to look at it elsewhere.');
    return made;
  };

  return {
    read: (question, undoElsewhere) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        const id = nextId++;
        const clock = setTimeout(() => {
          if (waiting.has(id)) giveUp('This body takes too long to read. Download it to look at it elsewhere.');
        }, BODY_LIMIT_MS);
        const done =
          <T>(settle: (value: T) => void) =>
          (value: T): void => {
            clearTimeout(clock);
            settle(value);
          };
        waiting.set(id, { resolve: done(resolve), reject: done(reject), undoElsewhere });
        tell(worker, { kind: 'read', id, question });
      }),
  };
}
