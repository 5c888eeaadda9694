import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../contract/clock.ts';
import { type HeaderLine, pairs } from '../contract/header.ts';
import { originForm } from '../contract/slug.ts';
import type { TunnelFidelity } from '../contract/tunnel.ts';
import { MARKER, observeFidelity } from './observe-fidelity.ts';
import { type FetchedAnswer, fetchAnswer } from './probe-request.ts';
import type { Reach } from './reach.ts';

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
  /** Ask for a proof through the public address `url`, as far as it lies within `reach`. Never rejects. */
  send(url: string, reach: Reach, signal: AbortSignal): Promise<ProbeResult>;
}

export interface ProbeDeps {
  readonly clock: Clock;
  readonly timeoutMs?: number;
  /** 256 random bits as hex; only for tests. */
  readonly token?: string;
  readonly key?: Uint8Array;
}

/** Where deliveries go, so that a proxy that passes on nothing else lets it through. */
const BELOW = '/e/__probe';
/** In the path alone: a query or fragment that carries it makes no probe. Capture asks only where no endpoint has the path. */
const PATH = /^[^?#]*\/e\/__probe\/([0-9a-f]{64})\/([0-9a-f]{32})(?:[?#]|$)/;
/** 256 bytes are sent; what changes bodies may make them longer. More than this is no probe of ours. */
const MOST_BODY_BYTES = 16_384;
/** What a gateway says when it is busy or its other side is away: worth a second look. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Every value that a byte can have: what reads a body as text does not pass it on as it is. */
const BODY = Uint8Array.from({ length: 256 }, (_, value) => value);
const BODY_SHA256 = createHash('sha256').update(BODY).digest('hex');

/** How a probe arrived, told in its answer. */
interface Seen {
  readonly target: string;
  readonly bodySha256: string;
  readonly headers: readonly HeaderLine[];
}

/**
 * A probe is a POST to `<public url>/e/__probe/<token>/<nonce>`, as deliveries are. The token, unguessable and new at each start,
 * lets capture know it; the answer is an HMAC over the nonce with a key that never leaves this process, so only this very
 * process can give it: a server that echoes what it is sent, or another Hookglass, cannot. The answer also tells what the tunnel
 * did to target, headers and body: one that arrives below a path of the proxy is known, but proves that deliveries do not arrive.
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
      const hash = createHash('sha256');
      let sizeBytes = 0;
      request.on('error', () => undefined);
      request.on('data', (chunk: Buffer) => {
        sizeBytes += chunk.length;
        if (sizeBytes > MOST_BODY_BYTES) request.destroy();
        else hash.update(chunk);
      });
      request.once('end', () => {
        const bodySha256 = hash.digest('hex');
        const seen = JSON.stringify({ target, bodySha256, headers: pairs(request.rawHeaders) } satisfies Seen);
        reply(response, `${prove(nonce, seen)} ${Buffer.from(seen, 'latin1').toString('base64')}\n`);
      });
      return true;
    },
    async send(url, reach, signal) {
      const nonce = hex(16);
      const path = `${BELOW}/${token}/${nonce}`;
      const ask = { clock, timeoutMs, headers: MARKER, body: BODY, reach };
      const answer = await fetchAnswer(ask, `${url}${path}`, signal);
      if (answer.kind === 'failed') return answer;
      const seen = provenSight(answer, nonce, prove);
      if (seen === null) return strangeAnswer(url, answer);
      const kept = pathOf(seen.target).slice(0, -path.length);
      if (kept !== '') return pathKept(url, kept);
      if (seen.bodySha256 !== BODY_SHA256) return bodyChanged(url);
      const fidelity = observeFidelity(seen.headers, new URL(url).host);
      return { kind: 'worked', roundTripMs: answer.roundTripMs, fidelity };
    },
  };
}

function reply(response: ServerResponse, body: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/plain; charset=us-ascii',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store, no-transform',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(body);
}

function provenSight(
  answer: FetchedAnswer,
  nonce: string,
  prove: (nonce: string, seen: string) => string,
): Seen | null {
  const [proof = '', encoded = ''] = answer.body.trim().split(' ');
  const seen = Buffer.from(encoded, 'base64').toString('latin1');
  if (answer.status !== 200 || !equal(proof, prove(nonce, seen))) return null;
  return JSON.parse(seen) as Seen;
}

/** The path of a target, in origin or absolute form, without its query. */
const pathOf = (target: string): string => originForm(target).replace(/[?#].*$/, '');

const pathKept = (url: string, path: string): ProbeResult => ({
  kind: 'failed',
  reason: `${url} leads here, but its proxy passes ${path} on, so deliveries are answered 404. Let it take ${path} off the path.`,
  definite: true,
});

const bodyChanged = (url: string): ProbeResult => ({
  kind: 'failed',
  reason: `${url} leads here, but bodies arrive changed, so no signature could be checked. Let its proxy pass bodies on as bytes.`,
  definite: true,
});

function strangeAnswer(url: string, { status, location }: FetchedAnswer): ProbeResult {
  if (PASSING.has(status)) {
    const reason = `${url} answered ${status}: its server runs, but does not reach Hookglass.`;
    return { kind: 'failed', reason, definite: false };
  }
  return {
    kind: 'failed',
    reason: `${url} answered ${status}, and ${elsewhere(url, status, location)}`,
    definite: true,
  };
}

/** Of a redirect only the origin is told: its path has the token. */
function elsewhere(url: string, status: number, location: string | null): string {
  const to = location !== null && URL.canParse(location, url) ? new URL(location, url).origin : null;
  if (status >= 300 && status < 400 && to !== null && to !== new URL(url).origin)
    return `sends senders on to ${to}; most do not follow. Give that address in its place.`;
  if (status === 401 || status === 403) return 'not from this Hookglass: something before it lets nobody in.';
  return 'not from this Hookglass: the address leads somewhere else.';
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

function equal(left: string, right: string): boolean {
  const a = Buffer.from(left);
  const b = Buffer.from(right);
  return a.length === b.length && timingSafeEqual(a, b);
}
