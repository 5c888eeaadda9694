/** When an attempt that was not accepted is tried again. */
export interface Schedule {
  /** Wait before the first retry, the second, and so on, in ms, each from the failure before it. Empty: it is never tried again. */
  readonly delaysMs: readonly number[];
  /** What is documented where the waits themselves are not: they are the usual ones within these bounds. */
  readonly bounds?: Bounds;
}

/** At most so many retries, none later than `forMs` after the first failure. One of the two is given, so that it ends. */
export type Bounds =
  | { readonly retries: number; readonly forMs?: number }
  | { readonly retries?: undefined; readonly forMs: number };

/** Statuses from the first to the last, both included. */
export type StatusRange = readonly [first: number, last: number];

/** How a provider delivers: how long it waits, what it takes for success, and when it tries again. */
export interface DeliveryTerms {
  /** How long it waits for the answer, in ms. */
  readonly timeoutMs: number;
  readonly schedule: Schedule;
  /** Statuses with which a delivery is accepted. Every other one, a redirect included, is a failure. */
  readonly accepted: readonly StatusRange[];
  /** Failures after which it is not tried again. */
  readonly final: readonly StatusRange[];
}

/** What a provider's own document states of its terms, and where. What is absent is not documented. */
export interface StatedTerms extends Partial<DeliveryTerms> {
  /** Address of the document. */
  readonly source: string;
  /** Under which conditions, or how else, where the document says more than the rest can hold. For people; no full sentence. */
  readonly note?: string;
}

export const SECOND = 1_000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;
export const DAY: number = 24 * HOUR;

/** Any status of success. */
export const ANY_2XX: readonly StatusRange[] = [[200, 299]];

/** Documented waits, in ms. */
export const waits = (...delaysMs: readonly number[]): Schedule => ({ delaysMs });

/** It is never tried again. */
export const NO_RETRY: Schedule = waits();

/**
 * What is usual, not documented: it stands in for whatever a provider does not state, and is the only such place. It is what
 * Standard Webhooks suggests to senders (standard-webhooks, spec/standard-webhooks.md): the waits of "Deliverability and
 * reliability", the shortest time-out of "Request timeouts", and what "Delivery success and failure" takes for success.
 */
export const USUAL_TERMS: DeliveryTerms = {
  timeoutMs: 15 * SECOND,
  schedule: {
    delaysMs: [
      ...[5 * SECOND, 5 * MINUTE, 30 * MINUTE],
      ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
    ],
  },
  accepted: ANY_2XX,
  final: [],
};

/**
 * A schedule of which only bounds are documented. The waits are the usual ones; beyond them the last one is repeated. Where the usual
 * ones end too late for as many retries as are documented, they shrink to fit.
 */
export function within(bounds: Bounds): Schedule {
  const usual = USUAL_TERMS.schedule.delaysMs;
  const { retries, forMs = Number.POSITIVE_INFINITY } = bounds;
  if (retries === undefined) return { delaysMs: fitting(usual, forMs), bounds };
  const wanted = Array.from({ length: retries }, (_, at) => usual[at] ?? usual.at(-1)!);
  const scale = Math.min(1, forMs / total(wanted));
  return { delaysMs: wanted.map((delay) => Math.floor(delay * scale)), bounds };
}

const total = (delaysMs: readonly number[]): number => delaysMs.reduce((sum, delay) => sum + delay, 0);

/** As many waits as end within `forMs`, the last one repeated where there is more time. */
function fitting(usual: readonly number[], forMs: number): readonly number[] {
  const delaysMs: number[] = [];
  let left = forMs;
  for (let at = 0; ; at++) {
    const delay = usual[at] ?? usual.at(-1)!;
    if (delay > left) return delaysMs;
    delaysMs.push(delay);
    left -= delay;
  }
}

/** The terms of a provider, with what is usual where it states nothing. */
export const termsOf = (stated: StatedTerms | null | undefined): DeliveryTerms => ({ ...USUAL_TERMS, ...stated });

/** Whether one of these ranges holds the status. */
export const holdsStatus = (ranges: readonly StatusRange[], status: number): boolean =>
  ranges.some(([first, last]) => status >= first && status <= last);
