import type { Knock } from '../tunnel/limits.ts';
import type { PreparedReply } from './reply.ts';

/** The head of a request as `node:http` hands it over; `rawHeaders` alternates names and values. */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  readonly rawHeaders: readonly string[];
  /** Public address of the tunnel it came through. */
  readonly via: string | undefined;
}

/** A secret that a provider sent in its handshake. */
export interface LearnedSecret {
  /** The provider's name. */
  readonly provider: string;
  readonly value: string;
}

/** The answer to a provider's set-up request, and what it was in words. */
export interface ChallengeReply {
  readonly reply: PreparedReply;
  readonly sentence: string;
  readonly learned?: LearnedSecret;
}

/** What capture needs to know of an endpoint, ready for use. */
export interface LiveEndpoint {
  readonly id: number;
  readonly paused: boolean;
  readonly reply: PreparedReply;
  /** Refuses who is not let in; absent where there are no limits. */
  readonly refusal?: (knock: Knock) => PreparedReply | null;
  /** Answers a provider's set-up request instead of the canned reply; absent where none can come. */
  readonly challenge?: (head: RequestHead, body: Buffer) => ChallengeReply | null;
}

/** Look-up of endpoints by their unguessable path. */
export interface EndpointDirectory {
  find(slug: string): LiveEndpoint | undefined;
}

/** Slugs are 26 characters of Crockford's base 32: 130 bits. */
export const SLUG_LENGTH = 26;
/** Slashes may be doubled: senders are given a base address with a slash at its end, and put their path behind it. */
const IN_TARGET = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*)?\/+e\/+([0-9a-hjkmnp-tv-z]{26})(?=[/?#]|$)/;

/** The slug in a request target (origin or absolute form, RFC 9112, 3.2), or null. Slugs are compared exactly, in lower case. */
export function slugOf(target: string): string | null {
  if (target.startsWith('/e/') && target.charCodeAt(3) !== 47) {
    const next = target.charCodeAt(3 + SLUG_LENGTH);
    if (Number.isNaN(next) || next === 47 || next === 63 || next === 35) return target.slice(3, 3 + SLUG_LENGTH);
    return null;
  }
  return IN_TARGET.exec(target)?.[1] ?? null;
}
