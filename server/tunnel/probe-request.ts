import http from 'node:http';
import https from 'node:https';
import type { Clock } from '../contract/clock.ts';
import { literalOutOfReach, lookupWithin, OUT_OF_REACH, portOf, type Reach } from './reach.ts';

export interface FetchedAnswer {
  readonly kind: 'answered';
  readonly status: number;
  /** Where a redirect points to, as it was sent. */
  readonly location: string | null;
  readonly body: string;
  readonly roundTripMs: number;
}
export interface FetchFailure {
  readonly kind: 'failed';
  readonly reason: string;
  readonly definite: boolean;
}

const MOST_BYTES = 65_536;

/** Warning pages of free tunnels that a machine's request steps over, by the tunnels' own documents. */
const NO_WARNING_PAGE = [
  ['Bypass-Tunnel-Reminder', '1'],
  ['ngrok-skip-browser-warning', '1'],
  ['X-Pinggy-No-Screen', '1'],
] as const;

/**
 * POST `body` to `address` on a connection of its own (so that name, route and certificate are proven each time) and read its answer, at
 * most 64 KiB, if it lies within `reach`. Redirects are not followed. Everything has to happen within `timeoutMs`. Never rejects.
 */
export function fetchAnswer(
  deps: {
    readonly clock: Clock;
    readonly timeoutMs: number;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: Uint8Array;
    readonly reach: Reach;
  },
  address: string,
  signal: AbortSignal,
): Promise<FetchedAnswer | FetchFailure> {
  const url = new URL(address);
  const refusal = literalOutOfReach(url, deps.reach);
  if (refusal !== null) return Promise.resolve(tooFar(url, refusal));
  const own = [
    ['Host', url.host],
    ['User-Agent', 'Hookglass-Probe'],
    ['Content-Type', 'application/octet-stream'],
    ['Content-Length', String(deps.body.length)],
  ];
  const lines = [...own, ...deps.headers, ...NO_WARNING_PAGE];
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      agent: false,
      lookup: lookupWithin(portOf(url), deps.reach),
      headers: [...lines, ['Connection', 'close']].flat(),
    });
    const end = (result: FetchedAnswer | FetchFailure): void => {
      cancel();
      signal.removeEventListener('abort', stop);
      request.destroy();
      resolve(result);
    };
    const seconds = Math.round(deps.timeoutMs / 100) / 10;
    const silence = `Nothing came back through ${url.origin} within ${seconds} seconds.`;
    const cancel = deps.clock.after(deps.timeoutMs, () => end(failed(silence)));
    const stop = (): void => end(failed('The probe was called off.'));
    signal.addEventListener('abort', stop, { once: true });
    request.on('error', (error: NodeJS.ErrnoException) => end(explain(error, url)));
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const finish = (): void => {
        const body = Buffer.concat(chunks).toString('latin1');
        end({
          kind: 'answered',
          status: response.statusCode ?? 0,
          location: response.headers.location ?? null,
          body,
          roundTripMs: performance.now() - startedAt,
        });
      };
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_BYTES) finish();
      });
      response.on('end', finish);
      response.on('error', (error) => end(explain(error, url)));
    });
    request.end(deps.body);
    if (signal.aborted) stop();
  });
}

function explain(error: NodeJS.ErrnoException, url: URL): FetchFailure {
  switch (error.code) {
    case 'ECONNREFUSED':
      return { kind: 'failed', reason: `${url.host} refuses connections.`, definite: true };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return failed(`The name ${url.hostname} cannot be found. Is this computer online?`);
    case OUT_OF_REACH:
      return tooFar(url, error.message);
    case 'ECONNRESET':
    case 'EPIPE':
      return failed(`${url.host} cut the connection without an answer.`);
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
      return failed(`There is no way to ${url.host}. Is this computer online?`);
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return failed(
        `${url.host} does not answer in https. Has it a certificate, or should the address begin with http?`,
      );
    default:
      if (/CERT|SIGNATURE|ISSUER/.test(error.code ?? ''))
        return failed(`Senders do not trust the certificate of ${url.host}: ${error.message}.`);
      return failed(`${url.host} could not be asked: ${error.message || error.code || 'no reason given'}.`);
  }
}

const failed = (reason: string): FetchFailure => ({ kind: 'failed', reason, definite: false });

/** An address that a tunnel's server named, and that leads where it has no say: nothing was sent there. */
const tooFar = (url: URL, why: string): FetchFailure => ({
  kind: 'failed',
  reason: `The tunnel's server named ${url.origin} as its public address, but ${why}. Nothing was sent there.`,
  definite: true,
});
