const TELL_EVERY_MS = 200;

/** Ids that pile up quickly, told together: the first at once, those of the next fifth of a second in one go. */
export interface IdCollector {
  add(ids: readonly number[]): void;
  /** Tell what is left. */
  flush(): void;
}

export function collectIds(tell: (ids: readonly number[]) => void): IdCollector {
  let kept: number[] = [];
  let toldAt = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    if (kept.length === 0) return;
    const ids = kept;
    kept = [];
    toldAt = performance.now();
    tell(ids);
  };
  return {
    add(ids) {
      kept.push(...ids);
      if (performance.now() - toldAt >= TELL_EVERY_MS) flush();
    },
    flush,
  };
}
