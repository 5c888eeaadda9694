import type { ReadingStore } from '../../store/reading-store.ts';

/** What was captured before a question is part of its answer, unless a flood is still being described. */
export async function catchUp({ reader, writer }: Pick<ReadingStore, 'reader' | 'writer'>): Promise<void> {
  if (reader.pendingDescriptions < 2_000) await reader.call('describedUpTo', writer.lastId());
}
