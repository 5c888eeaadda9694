import { createHash } from 'node:crypto';
import type { Attempt } from '../../server/contract/replay.ts';
import type { ServerProcess } from './hookglass-process.ts';

/** Replay deliveries in bulk and wait until none of the attempts is pending. */
export async function replayAll(
  server: ServerProcess,
  deliveryIds: readonly number[],
  url: string,
): Promise<Attempt[]> {
  const started = (await (await api(server, '/replays', { deliveryIds, url })).json()) as Attempt[];
  const settled: Attempt[] = [];
  for (const { id, deliveryId } of started) {
    for (;;) {
      const attempts = (await (await api(server, `/deliveries/${deliveryId}/attempts`)).json()) as Attempt[];
      const attempt = attempts.find((one) => one.id === id);
      if (attempt !== undefined && attempt.outcome.kind !== 'pending') {
        settled.push(attempt);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return settled;
}

/** The SHA-256 of an answer's bytes, in hex. */
export async function sha256Of({ body }: Response): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body as ReadableStream<Uint8Array>) hash.update(chunk);
  return hash.digest('hex');
}

/** Ask a server process over its API: GET, or POST (or another method) where there is a body. */
export function api(
  { apiUrl, token }: Pick<ServerProcess, 'apiUrl' | 'token'>,
  path: string,
  body?: object,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Response> {
  const { origin } = new URL(apiUrl);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', origin };
  return fetch(`${apiUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}
