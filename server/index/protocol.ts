import type { Delivery, DeliverySummary } from '../contract/delivery.ts';
import type { CapturedRequest } from '../contract/request.ts';
import type { RouteOutput } from '../contract/routes.ts';
import type { Settings } from '../contract/status.ts';
import type { Judging, Trial, Verification } from '../contract/verification.ts';
import type { StoredRequest } from '../describe/stored-request.ts';
import type { Credential } from '../providers/provider.ts';
import type { Vector, VectorReport } from '../providers/vectors.ts';
import type { JudgingBasis } from './credentials.ts';
import type { Inspection } from './inspect.ts';

/** A page of a list. `before` and `after` are exclusive delivery ids. */
export interface ListRequest {
  readonly query: string;
  readonly limit: number;
  readonly before?: number;
  readonly after?: number;
}
/** See `listDeliveries` of the contract. */
export type ListPage = RouteOutput<'listDeliveries'>;

/** A request from outside and what to check it with. */
export interface RequestCheck {
  readonly request: CapturedRequest;
  readonly provider: string;
  readonly credential: Credential;
  readonly nowMs: number;
}

export interface PruneRequest {
  readonly settings: Settings;
  readonly nowMs: number;
  readonly limit: number;
  /** The clock went on as time did for a while; without that, no age is believed that would end everything at once. */
  readonly isClockSteady?: boolean;
}

/** What the reading side answers: one entry an operation, argument and result. Errors travel as Problems or plain errors. */
export interface Operations {
  list: { argument: ListRequest; result: ListPage };
  /** Ids of all that fit, newest first, up to and with `upTo`. */
  find: { argument: { query: string; limit: number; upTo: number }; result: number[] };
  get: { argument: number; result: Delivery | null };
  stored: { argument: number; result: (StoredRequest & { endpointId: number }) | null };
  body: {
    argument: { id: number; from: number; to: number | null; damaged?: boolean };
    result: { bytes: Uint8Array; size: number } | null;
  };
  summaries: { argument: { first: number; last: number; limit: number }; result: DeliverySummary[] };
  summariesOf: { argument: readonly number[]; result: DeliverySummary[] };
  counts: { argument: null; result: { total: number; byEndpoint: Record<number, { count: number; lastAt: number }> } };
  prunable: { argument: PruneRequest; result: number[] };
  idsOfEndpoint: { argument: { endpointId: number; limit: number }; result: number[] };
  verification: { argument: { id: number; trial: Trial | null }; result: Verification | null };
  /** A check in full of a request that is not stored, by a secret that is not. null: there is no such provider. */
  checkRequest: { argument: RequestCheck; result: Verification | null };
  judgeVectors: { argument: readonly Vector[]; result: VectorReport };
  judgeAgain: { argument: number; result: Judging };
  cancelJudging: { argument: number; result: null };
  /** The record of these was amended: describe them anew. */
  describeAgain: { argument: readonly number[]; result: null };
  /** Deliveries are gone for good: the index has forgotten them when this is answered. */
  forget: { argument: null; result: null };
  /** Deliveries are gone for good and forgotten: take what is left of them out of the logs, and of the text index where asked. */
  erase: { argument: { readonly text: boolean }; result: null };
  /** Deletion, restoration or endpoints changed in the truth: drop what was remembered of it. */
  refresh: { argument: null; result: null };
  /** Wait until everything committed up to `id` is described. */
  describedUpTo: { argument: number; result: number };
  settled: { argument: null; result: null };
  inspect: { argument: null; result: Inspection };
}
export type Operation = keyof Operations;
/** Those that answer from what is stored and change nothing that anybody sees. */
export type ReadOperation =
  | 'list'
  | 'get'
  | 'stored'
  | 'body'
  | 'summariesOf'
  | 'counts'
  | 'verification'
  | 'checkRequest'
  | 'judgeVectors'
  | 'describedUpTo';

/** What the thread starts with. */
export interface IndexerData {
  readonly dataDir: string;
  readonly basis: JudgingBasis;
}

export interface Call {
  readonly kind: 'call';
  readonly ticket: number;
  readonly operation: Operation;
  readonly argument: Operations[Operation]['argument'];
}

export type ToIndexer =
  | Call
  | { readonly kind: 'committed'; readonly lastId: number }
  | { readonly kind: 'basis'; readonly basis: JudgingBasis }
  | { readonly kind: 'close' };

export type FromIndexer =
  | { readonly kind: 'answer'; readonly ticket: number; readonly result: Operations[Operation]['result'] }
  | {
      readonly kind: 'error';
      readonly ticket: number;
      readonly code: string | null;
      readonly message: string;
      readonly detail?: string;
    }
  | { readonly kind: 'ready'; readonly describedId: number }
  /** Its database cannot be opened, and the thread ends. */
  | { readonly kind: 'failed'; readonly code: string | null; readonly message: string; readonly detail?: string }
  /** Its database was damaged and is gone; the thread ends, and the next one builds it anew. */
  | { readonly kind: 'emptied'; readonly message: string }
  | { readonly kind: 'described'; readonly upTo: number }
  | { readonly kind: 'changed'; readonly ids: readonly number[] }
  | { readonly kind: 'judging'; readonly active: readonly Judging[] }
  | { readonly kind: 'progress'; readonly pendingDescriptions: number; readonly pendingSearch: number }
  | { readonly kind: 'log'; readonly message: string };
