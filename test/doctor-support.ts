import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HeaderLine, header } from '../server/contract/header.ts';
import type { CapturedRequest } from '../server/contract/request.ts';
import { type Diagnosis, type DoctorInput, diagnose } from '../server/doctor/diagnose.ts';
import type { Check, Credential, Provider } from '../server/providers/provider.ts';

export const NOW_MS = 1_768_478_400_000;
export const SECRET = 'whsec_diagSecret0123456789abcdef';

interface Rule {
  readonly id: string;
  readonly signatureHeader: string;
  /** The signature inside the header's value, or null. */
  readonly read: (value: string) => string | null;
  readonly wrap: (signature: string, ts: string) => string;
  readonly signed: (request: CapturedRequest, ts: string) => Uint8Array | null;
  readonly timestamp?: (request: CapturedRequest) => string | null;
  readonly key?: (secret: string) => Uint8Array;
  readonly encoding?: 'hex' | 'base64';
  readonly extraHeaders?: (ts: string) => readonly HeaderLine[];
}

export interface TestProvider extends Provider {
  /** Header lines that sign the request. */
  signatureLines(request: CapturedRequest, secret: string, nowMs?: number): readonly HeaderLine[];
}

/** A small provider of our own: one HMAC-SHA256 in one header, like those of the real ones. */
function made(rule: Rule): TestProvider {
  const key = rule.key ?? ((secret: string) => Buffer.from(secret));
  const encoding = rule.encoding ?? 'hex';
  const compute = (signed: Uint8Array, secret: string) =>
    createHmac('sha256', key(secret)).update(signed).digest(encoding);
  const check = (request: CapturedRequest, credential: Credential, nowMs: number): Check => {
    const value = header(request.headers, rule.signatureHeader);
    const ts = rule.timestamp === undefined ? '' : rule.timestamp(request);
    const blank = { scheme: rule.id, signed: null, expected: null, toleranceMs: null, timestampMs: null };
    if (value === undefined || ts === null)
      return {
        kind: 'invalid',
        code: 'missing-header',
        sentence: `No ${rule.signatureHeader}.`,
        evidence: { ...blank, received: null },
      };
    const received = rule.read(value);
    const signed = rule.signed(request, ts);
    if (received === null || signed === null)
      return {
        kind: 'invalid',
        code: 'malformed-header',
        sentence: 'Malformed.',
        evidence: { ...blank, received: value },
      };
    const timestampMs = ts === '' ? null : Number(ts) * 1000;
    const evidence = {
      scheme: rule.id,
      signed,
      expected: compute(signed, credential.value),
      received,
      timestampMs,
      toleranceMs: 300_000,
    };
    if (evidence.expected !== received)
      return { kind: 'invalid', code: 'signature-differs', sentence: 'It differs.', evidence };
    if (timestampMs !== null && timestampMs - nowMs > 300_000)
      return { kind: 'invalid', code: 'timestamp-in-future', sentence: 'From the future.', evidence };
    return { kind: 'valid', stale: timestampMs !== null && nowMs - timestampMs > 300_000, note: null, evidence };
  };
  return {
    id: rule.id,
    name: rule.id,
    docsUrl: '',
    confidence: 'confirmed',
    recognise: (request) => (header(request.headers, rule.signatureHeader) === undefined ? 0 : 100),
    describe: () => ({ event: null, resource: null, deliveryKey: null, attempt: null, groupKey: null }),
    signature: {
      name: rule.id,
      proves: 'bytes',
      secretLabel: 'secret',
      carried: (request) => header(request.headers, rule.signatureHeader) !== undefined,
      check,
    },
    signatureLines: (request, secret, nowMs = NOW_MS) => {
      const ts = String(Math.floor(nowMs / 1000));
      const headers = [...request.headers, ...(rule.extraHeaders?.(ts) ?? [])];
      const signed = rule.signed({ ...request, headers }, ts) ?? new Uint8Array();
      return [...(rule.extraHeaders?.(ts) ?? []), [rule.signatureHeader, rule.wrap(compute(signed, secret), ts)]];
    },
  };
}

const join = (text: string, body: Uint8Array) => Buffer.concat([Buffer.from(text, 'latin1'), body]);

/** Like Stripe: `t=…,v1=…` over `{ts}.{body}`. */
export const timed = made({
  id: 'timed',
  signatureHeader: 'Timed-Signature',
  read: (value) => /v1=([^,]+)/.exec(value)?.[1] ?? null,
  wrap: (signature, ts) => `t=${ts},v1=${signature}`,
  timestamp: (request) => /t=(\d+)/.exec(header(request.headers, 'timed-signature') ?? '')?.[1] ?? null,
  signed: (request, ts) => join(`${ts}.`, request.body),
});

/** Like GitHub: `sha256=…` over the body. */
export const plain = made({
  id: 'plain',
  signatureHeader: 'X-Plain-Signature-256',
  read: (value) => /^sha256=(.*)$/.exec(value)?.[1] ?? null,
  wrap: (signature) => `sha256=${signature}`,
  signed: (request) => request.body,
});

/** Like Standard Webhooks: base64 over `{id}.{ts}.{body}`, the key base64-decoded. */
export const standard = made({
  id: 'standard',
  signatureHeader: 'webhook-signature',
  read: (value) => /^v1,(.*)$/.exec(value)?.[1] ?? null,
  wrap: (signature) => `v1,${signature}`,
  encoding: 'base64',
  key: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
  timestamp: (request) => header(request.headers, 'webhook-timestamp') ?? null,
  signed: (request, ts) => {
    const id = header(request.headers, 'webhook-id');
    return id === undefined ? null : join(`${id}.${ts}.`, request.body);
  },
  extraHeaders: (ts) => [
    ['webhook-id', 'msg_2xK9cT1sQvB7'],
    ['webhook-timestamp', ts],
  ],
});

/** Like Square: base64 over URL and body. */
export const addressed = made({
  id: 'addressed',
  signatureHeader: 'X-Addressed-Signature',
  read: (value) => value,
  wrap: (signature) => signature,
  encoding: 'base64',
  signed: (request) => join(request.publicUrl, request.body),
});

/** Like Contentful: method, path, a list of signed headers and the body. */
export const canonical = made({
  id: 'canonical',
  signatureHeader: 'X-Canonical-Signature',
  read: (value) => value,
  wrap: (signature) => signature,
  signed: (request) => {
    const names = header(request.headers, 'x-canonical-signed-headers')?.split(',') ?? [];
    const values = names.map((name) => `${name}:${header(request.headers, name) ?? ''}`);
    return join(`${request.method}\n${new URL(request.publicUrl).pathname}\n${values.join(';')}\n`, request.body);
  },
  extraHeaders: () => [['x-canonical-signed-headers', 'content-type,x-topic']],
});

export const PROVIDERS: readonly TestProvider[] = [timed, plain, standard, addressed, canonical];

export interface Sent {
  readonly body: string | Uint8Array;
  readonly url?: string;
  readonly method?: string;
  readonly headers?: readonly HeaderLine[];
}

/** A request as captured, unsigned. */
export function captured({
  body,
  url = 'https://hooks.example.com/in',
  method = 'POST',
  headers = [],
}: Sent): CapturedRequest {
  const { pathname, search } = new URL(url);
  const lines: readonly HeaderLine[] = [['Content-Type', 'application/json'], ...headers];
  return {
    method,
    target: pathname + search,
    headers: lines,
    body: Buffer.from(body),
    httpVersion: '1.1',
    trailers: [],
    publicUrl: url,
    arrivedAtMs: NOW_MS,
  };
}

/** The request with a genuine signature of `provider`. */
export function signed(provider: TestProvider, sent: Sent, secret = SECRET, nowMs = NOW_MS): CapturedRequest {
  const request = captured(sent);
  return { ...request, headers: [...request.headers, ...provider.signatureLines(request, secret, nowMs)] };
}

export const credential = (value: string, name = 'main', extra: Readonly<Record<string, string>> = {}): Credential => ({
  name,
  value,
  extra,
});

/** Diagnose with one secret of the endpoint and nothing else around. */
export function ask(
  request: CapturedRequest,
  provider: Provider,
  secret = SECRET,
  more: Partial<DoctorInput> = {},
): Diagnosis {
  return diagnose({
    request,
    provider,
    credentials: [{ credential: credential(secret), origin: 'this-endpoint', endpointName: 'Inbox' }],
    otherProviders: PROVIDERS,
    publicUrls: [],
    nowMs: NOW_MS,
    ...more,
  });
}

/** What a server got on the wire, as Hookglass would keep it. */
export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

/** Run `use` with the address of a real server that keeps what arrives last. */
export async function withRecorder(use: (url: string, last: () => Received) => Promise<void>): Promise<void> {
  let last: Received | null = null;
  const keep = (request: IncomingMessage, response: ServerResponse): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      last = {
        method: request.method ?? '',
        target: request.url ?? '',
        headers: pairs(request.rawHeaders),
        body: Buffer.concat(parts),
      };
      response.end('ok');
    });
  };
  await withServer(keep, (url) =>
    use(url, () => {
      if (last === null) throw new Error('nothing arrived');
      return last;
    }),
  );
}

/** Run `use` with the address of a real HTTP server on loopback. */
export async function withServer(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

export const pairs = (raw: readonly string[]): readonly HeaderLine[] =>
  raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ''] as const] : []));

/** Send a request with exact header lines; resolves when it is answered. */
export function post(
  url: string,
  { method, headers, body }: Pick<CapturedRequest, 'method' | 'headers' | 'body'>,
): Promise<void> {
  const kept = headers.filter(([name]) => !/^(host|content-length|connection|transfer-encoding)$/i.test(name));
  return new Promise((resolve, reject) => {
    const outgoing = send(url, {
      method,
      headers: [...kept, ['Content-Length', String(body.byteLength)], ['Host', new URL(url).host]].flat(),
    });
    outgoing.on('response', (response) => response.resume().on('end', resolve));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** What arrived at the far end, seen as the capture of `original`: its public URL and time stay. */
export const arrived = (original: CapturedRequest, last: Received): CapturedRequest => ({
  ...original,
  headers: last.headers,
  body: last.body,
});
