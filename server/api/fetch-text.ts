import { once } from 'node:events';
import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';
import { Problem } from '../contract/problem.ts';

export interface FetchLimits {
  readonly timeoutMs: number;
  readonly sizeBytes: number;
}

/**
 * One GET of a text, over https alone (http only to this machine itself). Redirects are not followed, and nothing but the
 * host's name and the path is told. Throws Problem `fetch-failed` with what went wrong.
 */
export async function fetchText(url: URL, { timeoutMs, sizeBytes }: FetchLimits): Promise<string> {
  const failed = (reason: string): Problem => new Problem('fetch-failed', `${url.host} ${reason}`);
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
