import { findProvider, providers } from '../providers/index.ts';
import { type Vector, vectorCredential, vectorRequest } from '../providers/vectors.ts';
import { diagnose } from './diagnose.ts';

/** What the doctor says to an example: `cause` is the example's own `failure` (null without one), `named` the doctor's. */
export interface VectorCause {
  readonly id: string;
  readonly provider: string;
  readonly cause: string | null;
  readonly named: string | null;
  /** The second cause that was named, where two were at work. */
  readonly also: string | null;
  readonly proof: string | null;
  /** False where the example expects a cause and another one, or none, is named. */
  readonly agrees: boolean;
}

/** What a delivery alone cannot tell apart: a changed body, another secret and a changed signature. Naming none is right, too. */
const UNKNOWABLE: readonly string[] = ['body-changed', 'wrong-secret', 'signature-changed'];

/** Diagnose one example at its own time. */
export function vectorCause(vector: Vector): VectorCause {
  const provider = findProvider(vector.provider);
  const { id, failure = null } = vector;
  if (provider === undefined)
    return {
      id,
      provider: vector.provider,
      cause: failure,
      named: null,
      also: null,
      proof: null,
      agrees: failure === null,
    };
  const { code, also, proof } = diagnose({
    request: vectorRequest(vector),
    provider,
    credentials: [{ credential: vectorCredential(vector), origin: 'this-endpoint', endpointName: '' }],
    otherProviders: providers,
    publicUrls: [],
    nowMs: vector.now * 1000,
  });
  return {
    id,
    provider: vector.provider,
    cause: failure,
    named: code,
    also,
    proof,
    agrees: agrees(failure, code, also, vector.expect),
  };
}

function agrees(wanted: string | null, named: string | null, also: string | null, expected: Vector['expect']): boolean {
  if (wanted === null) return expected === 'invalid' || named === null || named === 'timestamp-too-old';
  return wanted === named || wanted === also || (named === null && UNKNOWABLE.includes(wanted));
}
