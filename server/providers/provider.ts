import type { HeaderLine } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import type { StatedTerms } from '../contract/schedule.ts';
import type { Mark } from './reading/marks.ts';
import type { Scheme } from './schemes/scheme.ts';

/** What a provider says about a delivery. null where it does not say. */
export interface Description {
  /** Event name in the provider's own words, for example `ContentManagement.Entry.publish` or `entry.publish`. */
  readonly event: string | null;
  /** What the event is about, for people: type and id or title, for example `entry blt123 "Home"`. */
  readonly resource: string | null;
  /** Delivery id stated by the provider; the same for retries where the provider keeps it. */
  readonly deliveryKey: string | null;
  /** Attempt number from 1. */
  readonly attempt: number | null;
  /** Equal for deliveries of the same event (retries, duplicates); null when nothing tells. */
  readonly groupKey: string | null;
}

/** A secret as stored: `value` exactly as pasted, `extra` second inputs by the provider's own names. */
export interface Credential {
  readonly name: string;
  readonly value: string;
  readonly extra: Readonly<Record<string, string>>;
}

/** A second input of a scheme beside the secret: the name it goes by in `Credential.extra`, and what people call it. */
export interface ExtraInput {
  readonly name: string;
  readonly label: string;
  /** A PEM or another text of several lines. */
  readonly pem?: true;
}

/**
 * Result of one check against one credential. `signed` is the exact string (bytes) that the scheme signs, as far as it could
 * be built; `expected` is the signature that would fit (never a secret), `received` the one in the delivery.
 */
export type Check =
  | { readonly kind: 'valid'; readonly stale: boolean; readonly note: string | null; readonly evidence: Evidence }
  | { readonly kind: 'invalid'; readonly code: InvalidCode; readonly sentence: string; readonly evidence: Evidence }
  | {
      readonly kind: 'unchecked';
      readonly code: 'no-secret' | 'not-signed' | 'no-signature' | 'cannot-be-checked';
      readonly sentence: string;
    };

export interface Evidence {
  readonly scheme: string;
  readonly signed: Uint8Array | null;
  readonly expected: string | null;
  readonly received: string | null;
  /** Time the sender stated, Unix milliseconds. */
  readonly timestampMs: number | null;
  readonly toleranceMs: number | null;
}

/** What a check itself can tell; the doctor looks further. */
export type InvalidCode =
  | 'signature-differs'
  | 'missing-header'
  | 'malformed-header'
  | 'timestamp-in-future'
  | 'bad-credential'
  | 'no-known-scheme'
  | 'key-id-mismatch'
  | 'cert-url-not-trusted'
  | 'algorithm-not-allowed'
  | 'body-changed'
  | 'body-reserialized'
  | 'url-differs'
  | 'claim-differs';

/**
 * One sender's rules, by capability: what a provider can do is asked for by name, and a capability that is absent is one that it
 * does not have. All functions are pure and total: no input makes them throw; time is an argument.
 * A provider is one file in senders/ and one folder of vectors.
 */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly docsUrl: string;
  readonly confidence: 'confirmed' | 'likely' | 'uncertain';
  /** The fingerprints that `recognise` is made of, where it is made of data: they are looked up all at once. */
  readonly marks?: readonly Mark[];
  /** How sure this request is this provider's: 0 not at all, 100 a header of its own. Highest wins; ties go to list order. */
  recognise(request: CapturedRequest): number;
  describe(request: CapturedRequest): Description;
  /** How it proves that a delivery is its own, by a signature or by a secret that it sends along. */
  readonly signature?: Signature;
  readonly setup?: Setup;
  /** How it delivers, as far as its own document says; `termsOf` fills in what is usual. */
  readonly delivery?: StatedTerms;
  readonly samples?: Samples;
}

/** A scheme of proof with what to paste for it. `sign` is absent where the provider's key is not to be had. */
export interface Signature extends Scheme {
  /** What to paste as the secret, in the provider's own words. */
  readonly secretLabel: string;
  /** Second inputs that may go with the secret. */
  readonly extras?: readonly ExtraInput[];
}

/** What a provider wants to know of an endpoint before it delivers there. What it wants to be called is in confirmations.ts. */
export interface Setup {
  /** The answer to a set-up request that the provider sends before it trusts an endpoint; null for any other request. */
  challenge(request: CapturedRequest, credentials: readonly Credential[]): ChallengeAnswer | null;
}

/** Deliveries made here, in the provider's form. */
export interface Samples {
  /** A sample delivery that works at once. */
  first(nowMs: number): Sample;
  /** All of them, loaded when they are asked for: those of samples/<id>.json, or the first alone where there is no such file. */
  all(nowMs: number): Promise<readonly Sample[]>;
}

/**
 * What to answer a set-up request with; `sentence` tells people what happened. `learned` is a secret that came with the request
 * and that the endpoint is to keep; absent where it has one.
 */
export interface ChallengeAnswer {
  readonly learned?: string;
  readonly status: number;
  readonly headers: readonly HeaderLine[];
  readonly body: string;
  readonly sentence: string;
}

export interface Signed {
  readonly headers: readonly HeaderLine[];
  readonly target?: string;
  readonly body?: Uint8Array;
}

export interface Sample {
  /** The event that it is an example of, as `describe` names it. Absent where nobody has written it down. */
  readonly event?: string;
  readonly method: string;
  /** Path below the endpoint with query; empty for the endpoint itself. */
  readonly pathAndQuery: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}
