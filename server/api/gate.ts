import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { Problem, type ProblemCode } from '../contract/problem.ts';

/** Sent with every answer of the control side (design.md, 6). Nothing is loosened. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

export interface GateOptions {
  /** Port that the control side listens on; known once it does. */
  readonly port: () => number;
  /** true for the token of the command line and for those of sessions. */
  readonly knowsToken: (token: string) => boolean;
}

const SAFE = new Set(['GET', 'HEAD']);
const UNSAFE = new Set(['POST', 'PATCH', 'DELETE']);
const PLAIN_TARGET = /^\/(?!\/)[\x21-\x7e]*$/;
const OPEN = 'POST /api/session';

/** The one gate in front of routing. null: come in; else why not. Reads the head of the request only. */
export function judgeRequest(request: IncomingMessage, { port, knowsToken }: GateOptions): ProblemCode | null {
  const method = request.method ?? '';
  const target = request.url ?? '';
  if (!PLAIN_TARGET.test(target) || !(SAFE.has(method) || UNSAFE.has(method))) return 'odd-target';
  const hosts = valuesOf(request, 'host');
  const host = hosts[0];
  if (hosts.length !== 1 || host === undefined || !ownHosts(port()).has(host)) return 'foreign-host';
  const origins = valuesOf(request, 'origin');
  const ownOrigin = origins.length === 1 && origins[0] === `http://${host}`;
  if (!ownOrigin && !(origins.length === 0 && SAFE.has(method))) return 'foreign-origin';
  const site = valuesOf(request, 'sec-fetch-site')[0];
  if (site === 'cross-site' || (site === 'same-site' && target.startsWith('/api/'))) return 'foreign-origin';
  const path = target.split('?', 1)[0] as string;
  if (path.startsWith('/api') && `${method} ${path}` !== OPEN) {
    const token = bearerToken(request);
    if (token === null) return 'no-token';
    if (!knowsToken(token)) return 'wrong-token';
  }
  if (UNSAFE.has(method) && !isJson(valuesOf(request, 'content-type'))) return 'not-json';
  return null;
}

/** Let a request in or answer it, in front of any router. Returns whether it may go on. */
export function passGate(request: IncomingMessage, response: ServerResponse, options: GateOptions): boolean {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  const code = judgeRequest(request, options);
  if (code === null) return true;
  const problem = new Problem(code);
  const body = JSON.stringify(problem.toBody());
  response.writeHead(problem.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  });
  response.end(body);
  request.resume();
  return false;
}

/** No address of the control side is upgraded. */
export function refuseUpgrade(socket: Duplex): void {
  socket.on('error', () => undefined);
  socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
}

/** Equality of two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function ownHosts(port: number): ReadonlySet<string> {
  return new Set([`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]);
}

function valuesOf(request: IncomingMessage, name: string): readonly string[] {
  const values: string[] = [];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    if ((request.rawHeaders[at] as string).toLowerCase() === name) values.push(request.rawHeaders[at + 1] as string);
  }
  return values;
}

function bearerToken(request: IncomingMessage): string | null {
  const lines = valuesOf(request, 'authorization');
  if (lines.length !== 1) return null;
  return /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(lines[0] as string)?.[1] ?? null;
}

function isJson(contentTypes: readonly string[]): boolean {
  return contentTypes.length === 1 && /^application\/json(?:\s*;\s*charset=utf-8)?$/i.test(contentTypes[0] as string);
}
