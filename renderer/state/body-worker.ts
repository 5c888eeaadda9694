/// <reference lib="webworker" />
import { type BodyQuestion, reportBody } from '../view/body-report.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Answers `{id, question}` with `{id, report}` or `{id, error}`; large buffers change hands instead of being copied. */
self.onmessage = async ({ data }: MessageEvent<{ id: number; question: BodyQuestion }>) => {
  try {
    const report = await reportBody(data.question);
    const buffers = [report.bytes.buffer, ...(report.json === null ? [] : [report.json.nodes.buffer])];
    self.postMessage({ id: data.id, report }, buffers as Transferable[]);
  } catch (error) {
    self.postMessage({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
};
