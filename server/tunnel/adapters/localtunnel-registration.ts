import http from 'node:http';
import https from 'node:https';
import { OpenFailure } from '../opener.ts';
import { lookupWithin, OUT_OF_REACH, outOfReach, portOf, SERVER_KINDS } from '../reach.ts';
import { httpUrl } from './http-url.ts';
import { plainText } from './plain-text.ts';

export interface RegistrationWish {
  /** Of the server, as an http(s) URL. */
  readonly host: string;
  readonly subdomain: string | null;
  /** Ports that Hookglass itself listens on. */
  readonly ownPorts: readonly number[];
}

/** What a localtunnel server answers to `GET /?new` and `GET /<name>`. */
export interface Registration {
  readonly id: string;
  /** Where the answer came from. */
  readonly ip: string;
  readonly port: number;
  readonly url: string;
  readonly max_conn_count: number;
}

/** A server may ask for as many connections as it likes; more than these bring nothing. */
const MOST_CONNECTIONS = 32;
const MOST_CHARS = 65_536;

/**
 * Ask the server at `host` for the name `subdomain`, or for any. The client's own request is not used because it never gives
 * up: left alone, it would register the name behind our back when the server returns, and so keep it from us.
 *
 * The server names a port and a public address, and may be hostile. Redirects are not followed, an `ip` of its choosing is not
 * looked at, and a port of ours is refused: the tunnel connects to the very address that answered here.
 * @throws OpenFailure in words; rejects when `signal` fires
 */
export async function register(
  { host, subdomain, ownPorts }: RegistrationWish,
  signal: AbortSignal,
): Promise<Registration> {
  const address = new URL(`${host}/${subdomain ?? '?new'}`);
  const { origin } = address;
  const answer = await ask(address, signal).catch((error: unknown) => {
    throw signal.aborted ? error : new OpenFailure(unreachable(origin, error));
  });
  const said = parse(answer.text);
  const { status } = answer;
  if (status >= 300 && status < 400) {
    const sentence = `${origin} answers with a redirect, which is not followed. Give the address that it leads to, if you trust it.`;
    throw new OpenFailure(sentence, { lasting: true });
  }
  if (status >= 400 && status < 500 && typeof said['message'] === 'string') {
    throw new OpenFailure(`${origin} refused: ${plainText(said['message'], 300)}`, { lasting: true });
  }
  if (status !== 200) throw new OpenFailure(`${origin} answered ${status} in place of a tunnel.`);
  return asRegistration(said, answer.remoteAddress, origin, ownPorts);
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly remoteAddress: string;
}

/** GET `address` and read its answer as far as 64 KiB: a few hundred bytes are expected. */
function ask(address: URL, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (address.protocol === 'https:' ? https : http).get(address, {
      agent: false,
      signal,
      headers: { Accept: 'application/json', Connection: 'close' },
      lookup: lookupWithin(portOf(address), { kinds: SERVER_KINDS, refusedPorts: [] }),
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const remoteAddress = response.socket.remoteAddress ?? '';
      let text = '';
      const finish = (): void => {
        resolve({ status: response.statusCode ?? 0, text, remoteAddress });
        request.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
        if (text.length > MOST_CHARS) finish();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
  });
}

function asRegistration(
  said: Readonly<Record<string, unknown>>,
  ip: string,
  origin: string,
  ownPorts: readonly number[],
): Registration {
  const { id, port, url, max_conn_count: wished } = said;
  const portFits = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  const address = typeof url === 'string' ? httpUrl(url) : null;
  if (typeof id !== 'string' || address === null || !portFits) {
    throw new OpenFailure(`${origin} does not answer like a localtunnel server. Check the address.`, { lasting: true });
  }
  const refusal = outOfReach(ip, port, { kinds: 'any', refusedPorts: ownPorts });
  if (refusal !== null) {
    const sentence = `${origin} asks Hookglass to connect to itself: ${refusal}. Do not use this server.`;
    throw new OpenFailure(sentence, { lasting: true });
  }
  const count = typeof wished === 'number' && Number.isInteger(wished) ? wished : 1;
  return { id, ip, port, url: address, max_conn_count: Math.min(Math.max(count, 1), MOST_CONNECTIONS) };
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
  const cause = error as { readonly code?: string; readonly message?: string };
  switch (cause.code) {
    case 'ECONNREFUSED':
      return `The localtunnel server ${origin} refuses connections.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The name of the localtunnel server ${origin} cannot be found. Is this computer online?`;
    case OUT_OF_REACH:
      return `The name of the localtunnel server ${origin} leads where no server should be: ${cause.message}.`;
    default:
      return `The localtunnel server ${origin} could not be asked (${cause.code ?? cause.message ?? String(error)}).`;
  }
}
