import { answerChallenge, findProvider } from '../../providers/index.ts';
import { prepareReply } from '../prepared.ts';
import type { ReadyOf } from '../step.ts';

/** Answers to the set-up requests of the endpoint's provider, and to those that any CloudEvents sender makes by OPTIONS. */
export const challenge: ReadyOf<'challenge'> = ({ provider: id }, { credentials }) => {
  const provider = id === null ? undefined : findProvider(id);
  return {
    answer(method, read) {
      if (provider?.setup?.challenge === undefined && method !== 'OPTIONS') return null;
      const found = answerChallenge(read(), provider, credentials);
      if (found === null) return null;
      const { status, headers: lines, body: text, sentence, learned } = found;
      return {
        reply: prepareReply({ status, headers: [...lines], body: text }),
        sentence,
        ...(learned === undefined || provider === undefined
          ? {}
          : { learned: { provider: provider.name, value: learned } }),
      };
    },
  };
};
