import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HeaderLine, headerValues, pairs } from '../contract/header.ts';
import { Problem, type ProblemCode } from '../contract/problem.ts';
import { type Caller, NO_SESSION } from './caller.ts';
import type { RefusedCalls } from './refused-calls.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

export { SECURITY_HEADERS } from './security-headers.ts';

export interface GateOptions {
  /** Port that the control side listens on; known once it does. */
  readonly port: () => number;
  /** Whose token it is: the command line's or a session's. null: nobody's. */
  readonly callerOf: (token: string) => Caller | null;
  /** Whether a path is exactly one of the page's files: they hold no data and need no token. */
  readonly isAsset: (path: string) => boolean;
  readonly refused: RefusedCalls;
}

const SAFE = new Set(['GET', 'HEAD']);
const UNSAFE = new Set(['POST', 'PATCH', 'DELETE']);
/**
 * The only spelling of a path there is: no percent-encoding, no empty or dot segment, no slash or dot at the end, no `;`, `\` or
 * `#`. So the router has nothing to decode, join or cut off, and cannot see another path than the one that was judged here.
 */
const PLAIN_TARGET = /^(\/(?:[\w-]+(?:\.[\w-]+)*(?:\/[\w-]+(?:\.[\w-]+)*)*)?)(?:\?[!"$-~]*)?$/;
const OPEN = 'POST /api/session';

/**
 * The one gate in front of routing: who comes in, or why not. It denies by default: everything needs the token but the page's own
 * files and the exchange of a code. Reads the head of the request only; upgrades and expectations are requests like any other.
 */
export function judgeRequest(request: IncomingMessage, options: GateOptions): Caller | ProblemCode {
  const { method = '', url: target = '', httpVersion } = request;
  const lines = pairs(request.rawHeaders);
  const wishes = [...headerValues(lines, 'connection'), ...headerValues(lines, 'proxy-connection')]
    .join(',')
    .toLowerCase();
  if (httpVersion !== '1.1' || headerValues(lines, 'upgrade').length > 0 || wishes.includes('upgrade'))
    return 'odd-request';
  const expectations = headerValues(lines, 'expect');
  if (expectations.length > 1 || expectations.some((one) => one.toLowerCase() !== '100-continue'))
    return 'unmet-expectation';
  const path = PLAIN_TARGET.exec(target)?.[1];
  if (path === undefined || !(SAFE.has(method) || UNSAFE.has(method))) return 'odd-target';
  const [host, ...moreHosts] = headerValues(lines, 'host');
  if (host === undefined || moreHosts.length > 0 || !ownHosts(options.port()).has(host)) return 'foreign-host';
  const origins = headerValues(lines, 'origin');
  const ownOrigin = origins.length === 1 && origins[0] === `http://${host}`;
  if (!ownOrigin && !(origins.length === 0 && SAFE.has(method))) return 'foreign-origin';
  if (!isOwnPage(lines) && !opensPage(lines, method, path)) return 'foreign-origin';
  const isOpen = SAFE.has(method) ? options.isAsset(path) : `${method} ${path}` === OPEN;
  const caller = isOpen ? NO_SESSION : callerOf(lines, options);
  if (typeof caller === 'string') return caller;
  if (UNSAFE.has(method) && !isJson(headerValues(lines, 'content-type'))) return 'not-json';
  return caller;
}

/**
 * Let a request in or answer it, in front of any router. null: it is being answered. A wrong token is answered in its turn, so
 * that guessing is slow for those who guess and for nobody else.
 */
export function passGate(request: IncomingMessage, response: ServerResponse, options: GateOptions): Caller | null {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const judged = judgeRequest(request, options);
  if (typeof judged !== 'string') return judged;
  request.resume();
  options.refused.note(judged);
  if (judged === 'wrong-token') void options.refused.turn().then(() => answerProblem(response, new Problem(judged)));
  else answerProblem(response, new Problem(judged));
  return null;
}

function answerProblem(response: ServerResponse, problem: Problem): void {
  const body = JSON.stringify(problem.toBody());
  response.writeHead(problem.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
}

/** Equality of two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Asked for by our own page, by the user, or by a program that is no browser (Fetch Metadata, 2.4 and 5). */
function isOwnPage(lines: readonly HeaderLine[]): boolean {
  const sites = headerValues(lines, 'sec-fetch-site');
  return sites.length === 0 || (sites.length === 1 && (sites[0] === 'same-origin' || sites[0] === 'none'));
}

/**
 * A link to the page itself, followed from anywhere in a tab of its own: the file that a browser is opened with is such a place.
 * A frame, a fetch and a form are none.
 */
function opensPage(lines: readonly HeaderLine[], method: string, path: string): boolean {
  const only = (name: string, wanted: string): boolean => {
    const values = headerValues(lines, name);
    return values.length === 1 && values[0] === wanted;
  };
  return method === 'GET' && path === '/' && only('sec-fetch-mode', 'navigate') && only('sec-fetch-dest', 'document');
}

function callerOf(lines: readonly HeaderLine[], options: GateOptions): Caller | ProblemCode {
  const token = bearerToken(lines);
  if (token === null) return 'no-token';
  return options.callerOf(token) ?? 'wrong-token';
}

function ownHosts(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
}

function bearerToken(lines: readonly HeaderLine[]): string | null {
  const values = headerValues(lines, 'authorization');
  if (values.length !== 1) return null;
  return /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(values[0] as string)?.[1] ?? null;
}

function isJson(contentTypes: readonly string[]): boolean {
  return contentTypes.length === 1 && /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(contentTypes[0] as string);
}
