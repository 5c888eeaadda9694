import type { HeaderLine } from '../contract/header.ts';
import type { CapturedRequest } from '../contract/request.ts';
import { findProvider } from './index.ts';
import { judge } from './judge.ts';
import type { Credential } from './provider.ts';
import { pathOf } from './schemes/template.ts';

/** One published or made example of a signed delivery, as in test/vectors. `now` is Unix seconds of the checking clock. */
export interface Vector {
  readonly id: string;
  readonly provider: string;
  readonly scheme?: string;
  readonly secret?: string;
  readonly publicKey?: string;
  readonly extra?: Readonly<Record<string, string>>;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>> | readonly HeaderLine[];
  readonly bodyBase64: string;
  readonly now: number;
  readonly expect: 'valid' | 'invalid';
  readonly failure?: string;
}

export interface VectorResult {
  readonly got: 'valid' | 'invalid';
  readonly reason: string;
}

export interface VectorReport {
  readonly total: number;
  readonly agreed: number;
  readonly disagreed: readonly {
    readonly id: string;
    readonly provider: string;
    readonly expected: string;
    readonly got: string;
    readonly reason: string;
  }[];
}

const wire = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

/** The request of a vector, as if it had been captured at the vector's own time. */
export function vectorRequest(vector: Vector): CapturedRequest {
  const { headers } = vector;
  const lines: readonly HeaderLine[] = isLines(headers) ? headers : Object.entries(headers);
  const publicUrl = wire(vector.url);
  return {
    method: vector.method,
    target: pathOf(publicUrl),
    httpVersion: '1.1',
    headers: lines.map(([name, value]) => [name, wire(value)]),
    trailers: [],
    body: Buffer.from(vector.bodyBase64, 'base64'),
    publicUrl,
    arrivedAtMs: vector.now * 1000,
  };
}

const isLines = (headers: Vector['headers']): headers is readonly HeaderLine[] => Array.isArray(headers);

/** The credential of a vector: its secret, or else its public key; a second one goes into `extra.publicKey`. */
export function vectorCredential({ secret, publicKey, extra = {} }: Vector): Credential {
  const second = secret !== undefined && publicKey !== undefined ? { publicKey } : {};
  return { name: 'vector', value: secret ?? publicKey ?? '', extra: { ...second, ...extra } };
}

/**
 * Judge a vector at its own time. A signature that fits but is older than the provider's window is valid, but stale; where
 * the vector expects that to be refused, as most libraries do, it counts as invalid with the reason `timestamp-too-old`.
 * What cannot be checked counts as invalid.
 */
export function judgeVector(vector: Vector): VectorResult {
  const provider = findProvider(vector.provider);
  if (provider === undefined) return { got: 'invalid', reason: `There is no provider "${vector.provider}".` };
  const { check } = judge(vectorRequest(vector), provider, [vectorCredential(vector)], vector.now * 1000);
  if (check.kind !== 'valid') return { got: 'invalid', reason: `${check.code}: ${check.sentence}` };
  if (!check.stale) return { got: 'valid', reason: check.note ?? 'valid' };
  const refused = vector.expect === 'invalid' && (vector.failure ?? 'timestamp-too-old') === 'timestamp-too-old';
  return refused ? { got: 'invalid', reason: 'timestamp-too-old' } : { got: 'valid', reason: 'valid, but stale' };
}

/** Judge a file of vectors and compare with what each expects. */
export function judgeVectors(vectors: readonly Vector[]): VectorReport {
  const results = vectors.map((vector) => ({ vector, result: judgeVector(vector) }));
  const disagreed = results
    .filter(({ vector, result }) => result.got !== vector.expect)
    .map(({ vector: { id, provider, expect }, result }) => ({ id, provider, expected: expect, ...result }));
  return { total: vectors.length, agreed: vectors.length - disagreed.length, disagreed };
}
