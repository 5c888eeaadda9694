/// <reference lib="webworker" />
import { reportBody } from '../view/body-report.ts';
import type { FromWorker, ToWorker, UndoneElsewhere } from './body-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

const asked = new Map<number, (undone: UndoneElsewhere) => void>();
let nextAsk = 1;

const tell = (message: FromWorker, buffers: Transferable[] = []): void => self.postMessage(message, buffers);

/** Reads bodies that it is given, asking back for what it cannot undo; large buffers change hands instead of being copied. */
self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'undone') {
    asked.get(data.ask)?.(data.undone);
    asked.delete(data.ask);
    return;
  }
  const { id, question } = data;
  try {
    const report = await reportBody(
      question,
      (steps) =>
        new Promise((resolve) => {
          const ask = nextAsk++;
          asked.set(ask, resolve);
          tell({ kind: 'undo', id, ask, steps });
        }),
    );
    const buffers = [report.bytes.buffer, ...(report.json === null ? [] : [report.json.nodes.buffer])];
    tell({ kind: 'report', id, report }, buffers as Transferable[]);
  } catch (error) {
    tell({ kind: 'failed', id, error: error instanceof Error ? error.message : String(error) });
  }
};
