import type { TunnelGap } from '../contract/tunnel.ts';

export interface Gaps {
  /** The tunnel does not work since `from`. While a gap lasts, another beginning belongs to it. */
  begin(from: number, reason: string): void;
  /** It works again, or was closed, at `to`. */
  end(to: number): void;
}

/**
 * Keeps the times in which an open tunnel did not work. `record` gets each gap when it begins (`to` null) and again, with the
 * same id, when it ends. Ids grow, and are unique over restarts because they start from the gap's own time.
 */
export function makeGaps(record: (gap: TunnelGap) => void): Gaps {
  let lasting: TunnelGap | null = null;
  let lastId = 0;
  return {
    begin(from, reason) {
      if (lasting !== null) return;
      lastId = Math.max(from, lastId + 1);
      lasting = { id: lastId, from, to: null, reason };
      record(lasting);
    },
    end(to) {
      if (lasting === null) return;
      const ended = { ...lasting, to: Math.max(to, lasting.from) };
      lasting = null;
      record(ended);
    },
  };
}
