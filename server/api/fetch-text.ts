import { once } from 'node:events';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { Problem, type ProblemCode } from '../contract/problem.ts';

/** `timeoutMs` bounds the whole call, from the first byte asked to the last one received. */
export interface FetchLimits {
  readonly timeoutMs: number;
  readonly sizeBytes: number;
}

/** What the few calls that Hookglass makes at a user's wish may take. */
export const FETCH_LIMITS: FetchLimits = { timeoutMs: 10_000, sizeBytes: 65_536 };

/**
 * One GET of a text, over https alone (http only to this machine itself). Redirects are not followed, and in what is thrown
 * nothing but the host's name is told. Throws the Problem of this code with what went wrong.
 */
export async function fetchText(url: URL, limits: FetchLimits, code: ProblemCode): Promise<string> {
  const { timeoutMs, sizeBytes } = limits;
  const failed = (reason: string): Problem => new Problem(code, `${url.host} ${reason}`);
  const isHere = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !isHere) throw failed('is not asked over https');
  const signal = AbortSignal.timeout(timeoutMs);
  const request = (isHere ? getHttp : getHttps)(url, { signal, headers: { accept: 'application/json' } });
  try {
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw failed(`answered ${answer.statusCode}`);
    const chunks: Buffer[] = [];
    let received = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      received += chunk.length;
      if (received > sizeBytes) throw failed(`sent more than ${sizeBytes / 1024} KiB`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (signal.aborted) throw failed(`did not answer within ${timeoutMs / 1000} s`);
    throw failed(`cannot be reached: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    request.on('error', () => undefined);
    request.destroy();
  }
}
