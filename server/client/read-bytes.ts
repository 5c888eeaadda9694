import type { ApiAnswer } from './carry.ts';

/** All bytes of an answer; `onProgress` is told how many have come. */
export async function readBytes(
  answer: ApiAnswer,
  onProgress?: (receivedBytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (onProgress === undefined || answer.body === null) return new Uint8Array(await answer.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
    onProgress(size);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
