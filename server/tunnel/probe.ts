import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TunnelFidelity } from '../contract/tunnel.ts';
import type { Clock } from './clock.ts';
import { MARKER, observeFidelity } from './observe-fidelity.ts';
import { type FetchedAnswer, fetchAnswer } from './probe-request.ts';

/** `definite`: this answer cannot come from a tunnel that works, so one is enough. */
export type ProbeResult =
  | { readonly kind: 'worked'; readonly roundTripMs: number; readonly fidelity: TunnelFidelity }
  | { readonly kind: 'failed'; readonly reason: string; readonly definite: boolean };

export interface Probe {
  /** The nonce of a probe of ours, or null for any other request target. */
  matches(target: string): string | null;
  /**
   * The whole capture side in one call: answers and returns true when `target` is a probe of ours; otherwise touches nothing.
   * Call it before anything is stored, with the target as received.
   */
  handle(target: string, request: IncomingMessage, response: ServerResponse): boolean;
  /** Ask for a proof through the public address `url`. Never rejects. */
  send(url: string, signal: AbortSignal): Promise<ProbeResult>;
}

export interface ProbeDeps {
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** 256 random bits as hex; only for tests. */
  readonly token?: string;
  readonly key?: Uint8Array;
}

const PATH = /\/__probe\/([0-9a-f]{64})\/([0-9a-f]{32})(?:[?#]|$)/;
/** What a gateway says when it is busy or its other side is away: worth a second look. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * A probe is a GET of `<public url>/__probe/<token>/<nonce>`. The token, unguessable and new at each start, lets capture know it;
 * the answer is an HMAC over the nonce with a key that never leaves this process, so only this very process can give it: a
 * server that echoes what it is sent, or another Hookglass, cannot. The answer also tells what the tunnel did to the headers.
 */
export function makeProbe({ clock, timeoutMs = 10_000, token = hex(32), key = randomBytes(32) }: ProbeDeps): Probe {
  const prove = (nonce: string, seen: string): string =>
    createHmac('sha256', key).update(`${nonce}\n${seen}`).digest('hex');

  function matches(target: string): string | null {
    const found = PATH.exec(target);
    if (found?.[1] === undefined || found[2] === undefined) return null;
    return equal(found[1], token) ? found[2] : null;
  }

  return {
    matches,
    handle(target, request, response) {
      const nonce = matches(target);
      if (nonce === null) return false;
      const seen = JSON.stringify(pairs(request.rawHeaders));
      const body = `${prove(nonce, seen)} ${Buffer.from(seen, 'latin1').toString('base64')}\n`;
      request.resume();
      response.writeHead(200, {
        'Content-Type': 'text/plain; charset=us-ascii',
        'Content-Length': Buffer.byteLength(body),
        'Cache-Control': 'no-store, no-transform',
        'X-Content-Type-Options': 'nosniff',
        Connection: 'close',
      });
      response.end(body);
      return true;
    },
    async send(url, signal) {
      const nonce = hex(16);
      const answer = await fetchAnswer(
        { clock, timeoutMs, headers: MARKER },
        `${url}/__probe/${token}/${nonce}`,
        signal,
      );
      if (answer.kind === 'failed') return answer;
      const seen = provenHeaders(answer, nonce, prove);
      if (seen === null) return strangeAnswer(url, answer.status);
      const fidelity = observeFidelity(seen, new URL(url).host);
      return { kind: 'worked', roundTripMs: answer.roundTripMs, fidelity };
    },
  };
}

function provenHeaders(
  answer: FetchedAnswer,
  nonce: string,
  prove: (nonce: string, seen: string) => string,
): readonly (readonly [string, string])[] | null {
  const [proof = '', encoded = ''] = answer.body.trim().split(' ');
  const seen = Buffer.from(encoded, 'base64').toString('latin1');
  if (answer.status !== 200 || !equal(proof, prove(nonce, seen))) return null;
  return JSON.parse(seen) as [string, string][];
}

function strangeAnswer(url: string, status: number): ProbeResult {
  const reason = PASSING.has(status)
    ? `${url} answered ${status}: its server runs, but does not reach Hookglass.`
    : `${url} answered ${status}, and not from this Hookglass: the address leads somewhere else.`;
  return { kind: 'failed', reason, definite: !PASSING.has(status) };
}

function pairs(rawHeaders: readonly string[]): [string, string][] {
  const lines: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) lines.push([rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '']);
  return lines;
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

function equal(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
