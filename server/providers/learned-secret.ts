import type { HeaderLine } from '../contract/delivery.ts';
import type { ChallengeAnswer } from './provider.ts';

/** The answer to a set-up request that brings the secret with it. The secret itself is never repeated in the sentence. */
export const learnedSecret = (
  provider: string,
  where: string,
  echo: Readonly<Record<string, string>>,
): ChallengeAnswer => ({
  status: 200,
  headers: Object.entries(echo) satisfies HeaderLine[],
  body: '',
  sentence: `${provider} sent its secret with this request: store the ${where} as the secret of this endpoint.`,
});
