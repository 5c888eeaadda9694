import { completeDestination } from '../contract/destination-url.ts';
import type { HeaderLine } from '../contract/header.ts';
import { Problem } from '../contract/problem.ts';
import type { Destination, Edit } from '../contract/replay.ts';
import type { Request } from '../contract/request.ts';
import { belowEndpoint } from '../contract/slug.ts';
import { applyHeaderRule, isChunked } from './header-rule.ts';
import { assertSendable } from './sendable.ts';
import { joinTarget } from './target.ts';

export type SendDestination = Pick<Destination, 'url' | 'headerRule' | 'extraHeaders' | 'timeoutMs'>;

/** One request, ready to be written: its `target` as bytes in a string, never re-encoded, its `trailers` empty unless its body is chunked. */
export interface SendPlan extends Request {
  /** Where to connect: scheme, host and port. Its path is the destination's own. */
  readonly url: URL;
  readonly timeoutMs: number;
  /** Whether the edit changed anything. What the destination's own rule and extra lines do is no edit. */
  readonly edited: boolean;
}

/**
 * How a delivery is sent to a destination: the rules are in docs/replay.md. Pure.
 * `edit.pathAndQuery` stands for the part below the endpoint, `edit.headers` for all header lines, before the rule is applied.
 * Throws `bad-destination` for anything but a plain http(s) URL, `not-sendable` for what HTTP (or Node's client) cannot carry.
 */
export function planSend(delivery: Request, destination: SendDestination, edit: Edit = {}): SendPlan {
  const url = parseDestination(destination.url);
  const captured = belowEndpoint(delivery.target);
  const below = edit.pathAndQuery ?? captured;
  const body = edit.bodyBase64 === undefined ? delivery.body : decodeBase64(edit.bodyBase64);
  // Node's client writes methods in capitals, and its parser takes no others.
  const method = (edit.method ?? delivery.method).toUpperCase();
  const lines = edit.headers ?? delivery.headers;
  const headers = applyHeaderRule(lines, {
    rule: destination.headerRule,
    host: url.host,
    extra: destination.extraHeaders,
    sizeBytes: body.length,
  });
  const trailers = isChunked(headers) ? delivery.trailers : [];
  const target = joinTarget(url, below);
  assertSendable({ method, target, headers, trailers });
  const edited =
    method !== delivery.method ||
    below !== captured ||
    !sameLines(lines, delivery.headers) ||
    (body !== delivery.body && Buffer.compare(body, delivery.body) !== 0);
  const { timeoutMs } = destination;
  return { url, method, target, httpVersion: '1.1', headers, trailers, body, timeoutMs, edited };
}

/** The complete URL that a plan calls, for people and for the attempt's row. */
export function calledUrl({ url, target }: Pick<SendPlan, 'url' | 'target'>): string {
  return `${url.origin}${target}`;
}

/** Read a destination's URL, complete or as people shorten it (`completeDestination`). Throws `bad-destination` unless it is http or https, without user name and password. */
export function parseDestination(text: string): URL {
  const url = URL.parse(completeDestination(text));
  if (url === null) throw new Problem('bad-destination', `${JSON.stringify(text.slice(0, 200))} is not a URL`);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Problem('bad-destination', `${url.protocol.slice(0, -1)} is not supported`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new Problem('bad-destination', 'put the user name and password into an Authorization header instead');
  }
  return url;
}

function sameLines(left: readonly HeaderLine[], right: readonly HeaderLine[]): boolean {
  if (left.length !== right.length) return false;
  return left.every(([name, value], at) => name === right[at]?.[0] && value === right[at]?.[1]);
}

function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) {
    throw new Problem('bad-request', 'bodyBase64 is not base64 (RFC 4648, 4, with padding)');
  }
  return Buffer.from(text, 'base64');
}
