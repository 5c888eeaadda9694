import type { BodyQuestion, BodyReport } from '../view/body-report.ts';

type Answer = { readonly id: number; readonly report: BodyReport } | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (report: BodyReport) => void;
  readonly reject: (error: Error) => void;
}

/** Longest time that one body may take before its worker is given up. */
export const BODY_LIMIT_MS = 60_000;

/**
 * Reads bodies in a worker, so that the page stays quick whatever was sent. A worker that does not come back, or that runs
 * out of memory, is replaced; its questions fail with a sentence.
 */
export function createBodyReader(makeWorker: () => Worker): { read(question: BodyQuestion): Promise<BodyReport> } {
  let worker: Worker | null = null;
  let nextId = 1;
  const waiting = new Map<number, Waiting>();

  const giveUp = (sentence: string): void => {
    worker?.terminate();
    worker = null;
    for (const { reject } of waiting.values()) reject(new Error(sentence));
    waiting.clear();
  };
  const start = (): Worker => {
    const made = makeWorker();
    made.onmessage = ({ data }: MessageEvent<Answer>) => {
      const asker = waiting.get(data.id);
      waiting.delete(data.id);
      if ('report' in data) asker?.resolve(data.report);
      else asker?.reject(new Error(`This body could not be read: ${data.error}. Hex still shows its bytes.`));
    };
    made.onerror = () => giveUp('The viewer ran out of its bounds on this body. Download it to look at it elsewhere.');
    return made;
  };

  return {
    read: (question) =>
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
        waiting.set(id, { resolve: done(resolve), reject: done(reject) });
        worker.postMessage({ id, question });
      }),
  };
}
