const EVERY_MS = 60_000;

interface RefusalLogOptions {
  readonly log: (message: string) => void;
  readonly nowMs: () => number;
}

/** Says why an endpoint refused a request, at most once a minute for each endpoint: strangers must not fill the log. */
export function createRefusalLog({ log, nowMs }: RefusalLogOptions): {
  tell(endpointId: number, sentence: string): void;
} {
  const toldAt = new Map<number, number>();
  return {
    tell(endpointId, sentence) {
      const now = nowMs();
      if (now - (toldAt.get(endpointId) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
      toldAt.set(endpointId, now);
      log(`Endpoint ${endpointId} refused a request. ${sentence}`);
    },
  };
}
