import { OpenFailure } from '../opener.ts';
import { httpUrl } from './http-url.ts';

/** What a localtunnel server answers to `GET /?new` and `GET /<name>`. */
export interface Registration {
  readonly id: string;
  readonly ip: string | undefined;
  readonly port: number;
  readonly url: string;
  readonly max_conn_count: number;
}

/** A server may ask for as many connections as it likes; more than these bring nothing. */
const MOST_CONNECTIONS = 32;

/**
 * Ask the server at `host` for the name `subdomain`, or for any. The client's own request is not used because it never gives
 * up: left alone, it would register the name behind our back when the server returns, and so keep it from us.
 * @throws OpenFailure in words; rejects when `signal` fires
 */
export async function register(host: string, subdomain: string | null, signal: AbortSignal): Promise<Registration> {
  const address = new URL(`${host}/${subdomain ?? '?new'}`);
  const answer = await fetch(address, { signal, headers: { Accept: 'application/json' } }).catch((error: unknown) => {
    throw signal.aborted ? error : new OpenFailure(unreachable(address.origin, error));
  });
  const said = parse(await firstBytes(answer));
  if (answer.status >= 400 && answer.status < 500 && typeof said['message'] === 'string') {
    throw new OpenFailure(`${address.origin} refused: ${said['message'].slice(0, 300)}`, { lasting: true });
  }
  if (!answer.ok) throw new OpenFailure(`${address.origin} answered ${answer.status} in place of a tunnel.`);
  return asRegistration(said, address.origin);
}

function asRegistration(said: Readonly<Record<string, unknown>>, origin: string): Registration {
  const { id, ip, port, url, max_conn_count: wished } = said;
  const portFits = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  const address = typeof url === 'string' ? httpUrl(url) : null;
  if (typeof id !== 'string' || address === null || !portFits) {
    throw new OpenFailure(`${origin} does not answer like a localtunnel server. Check the address.`, { lasting: true });
  }
  const count = typeof wished === 'number' && Number.isInteger(wished) ? wished : 1;
  return {
    id,
    ip: typeof ip === 'string' ? ip : undefined,
    port,
    url: address,
    max_conn_count: Math.min(Math.max(count, 1), MOST_CONNECTIONS),
  };
}

/** The answer's text as far as 64 KiB: a few hundred bytes are expected. */
async function firstBytes(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > 65_536) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function unreachable(origin: string, error: unknown): string {
  const cause =
    error instanceof Error
      ? (error.cause as { readonly code?: string; readonly message?: string } | undefined)
      : undefined;
  switch (cause?.code) {
    case 'ECONNREFUSED':
      return `The localtunnel server ${origin} refuses connections.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of the localtunnel server ${origin} cannot be found. Is this computer online?`;
    default:
      return `The localtunnel server ${origin} could not be asked (${cause?.code ?? cause?.message ?? String(error)}).`;
  }
}
