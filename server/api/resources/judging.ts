import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

/** Verdicts are judged again in the background. */
export function judgingHandlers({
  store: { reader },
  endpoint,
}: ApiContext): Pick<Handlers, 'judgeAgain' | 'cancelJudging'> {
  const assertEndpoint = (id: number): void => {
    if (endpoint(id) === null) throw new Problem('no-such-endpoint', `endpoint ${id}`);
  };
  return {
    judgeAgain({ params: { id } }) {
      assertEndpoint(id);
      return reader.call('judgeAgain', id);
    },
    async cancelJudging({ params: { id } }) {
      assertEndpoint(id);
      await reader.call('cancelJudging', id);
      return undefined;
    },
  };
}
