import { generateKeyPairSync } from 'node:crypto';
import type { HeaderLine } from '../../server/contract/header.ts';
import type { CapturedRequest } from '../../server/contract/request.ts';
import type { Credential, Provider, Sample, Signed } from '../../server/providers/provider.ts';
import { resign } from '../../server/providers/resign.ts';
import { pathOf } from '../../server/providers/schemes/template.ts';

export const NOW = Date.parse('2026-01-15T12:00:00.000Z');
const BASE = 'https://hooks.example.com/e/inbox';

/** A provider's own sample, as if it had been captured. */
export const sampleRequest = (provider: Provider): CapturedRequest => requestOf(provider.samples!.first(NOW));

/** A sample, as if it had been captured. */
export function requestOf({ method, pathAndQuery, headers, body }: Sample): CapturedRequest {
  const publicUrl = `${BASE}${pathAndQuery}`;
  return {
    method,
    target: pathOf(publicUrl),
    headers,
    body,
    httpVersion: '1.1',
    trailers: [],
    publicUrl,
    arrivedAtMs: NOW,
  };
}

/** A request with what signing adds, at the address that it then goes to. */
export function withSigned(request: CapturedRequest, added: Signed): CapturedRequest {
  const signed = resign(request, added);
  return { ...signed, publicUrl: `${new URL(request.publicUrl).origin}${signed.target}` };
}

const pem = (key: { export(options: { readonly type: 'pkcs8'; readonly format: 'pem' }): string | Buffer }): string =>
  String(key.export({ type: 'pkcs8', format: 'pem' }));

const rsaPem = () => pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const ecPem = (namedCurve: string) => pem(generateKeyPairSync('ec', { namedCurve }).privateKey);
const edPem = () => pem(generateKeyPairSync('ed25519').privateKey);

const RSA = new Set(['travis', 'paypal', 'wise', 'saleor', 'google-pubsub', 'aws-sns']);
const HEX = new Set(['adyen', 'onfleet']);
const EC: Readonly<Record<string, string>> = { plaid: 'P-256', ebay: 'P-256', sendgrid: 'P-256', truelayer: 'P-521' };
const ED = new Set(['discord', 'telnyx']);
const PLAIN: Readonly<Record<string, string>> = {
  supabase: 'v1,whsec_c3VwYWJhc2Utc2VjcmV0LWZvci10ZXN0cw==',
  datocms: 'ciao:miao',
  chargebee: 'hook:s3cret',
  postmark: 'hook:s3cret',
  contentful: 'a1'.repeat(32),
};

/** A new credential of the kind that the provider wants, with which we can sign as well as check. */
export function freshCredential({ id }: Provider, seed = 1): Credential {
  const made = (value: string): Credential => ({ name: 'test', value, extra: {} });
  if (RSA.has(id)) return made(rsaPem());
  if (EC[id] !== undefined) return made(ecPem(EC[id]));
  if (ED.has(id)) return made(edPem());
  if (HEX.has(id)) return made(Buffer.from(`key-${seed}-of-${id}`).toString('hex'));
  if (seed === 1 && PLAIN[id] !== undefined) return made(PLAIN[id]);
  const text = `secret-${seed}-of-${id}`;
  return made(id === 'supabase' || id === 'microsoft-teams' ? Buffer.from(text).toString('base64') : text);
}

/** The same text with one character changed to a neighbour that stays visible ASCII. */
export function flippedAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const other = code ^ 1;
  return `${text.slice(0, at)}${String.fromCharCode(other < 0x21 || other > 0x7e ? 0x61 : other)}${text.slice(at + 1)}`;
}

/** A request with one header line's value replaced. */
export const withHeader = (request: CapturedRequest, name: string, value: string): CapturedRequest => ({
  ...request,
  headers: request.headers.map((line): HeaderLine => (line[0] === name ? [name, value] : line)),
});

export const withoutHeader = (request: CapturedRequest, name: string): CapturedRequest => ({
  ...request,
  headers: request.headers.filter((line) => line[0] !== name),
});

/** First, middle and last index of something of this length. */
export const spots = (length: number): readonly number[] =>
  [...new Set([0, Math.floor(length / 2), length - 1])].filter((at) => at >= 0 && at < length);
