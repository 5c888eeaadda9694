import type { HeaderLine } from '../contract/header.ts';
import type { ChallengeAnswer, Credential } from './provider.ts';
import { equalText } from './schemes/bytes.ts';

/** The name under which a secret is kept that a provider sent in its handshake. */
export const LEARNED_NAME = 'Learned from the handshake';

interface Handshake {
  readonly provider: string;
  /** Where in the request the secret stands. */
  readonly where: string;
  readonly secret: string;
  readonly echo: Readonly<Record<string, string>>;
  readonly credentials: readonly Credential[];
}

/** A secret that can be kept: visible ASCII of a bounded length. */
const USABLE = /^[\x21-\x7e]{1,1024}$/;

/**
 * The answer to a set-up request that brings the secret with it. Whoever knows the address can send one, so only an endpoint
 * without any secret learns from it, and a stored one is never replaced. The secret is never repeated in the sentence.
 */
export function learnedSecret({ provider, where, secret, echo, credentials }: Handshake): ChallengeAnswer {
  const headers = Object.entries(echo) satisfies HeaderLine[];
  const answer = { status: 200, headers, body: '' };
  if (credentials.some(({ value }) => equalText(value, secret)))
    return { ...answer, sentence: `${provider} sent the secret that is stored here.` };
  if (credentials.length > 0)
    return {
      ...answer,
      sentence: `${provider} sent a secret in the ${where}, but this handshake’s secret is not the stored one.`,
    };
  if (!USABLE.test(secret)) return { ...answer, sentence: `${provider} sent no usable secret in the ${where}.` };
  const sentence = `${provider} sent its secret in the ${where}; this endpoint had none, so the first to arrive is kept as “${LEARNED_NAME}”.`;
  return { ...answer, sentence, learned: secret };
}
