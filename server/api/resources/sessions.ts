import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { PRINTED_LIFE_MS } from '../one-time-codes.ts';

type Names = 'openSession' | 'makeCode' | 'makePage' | 'endSession' | 'endOtherSessions';

export function sessionHandlers({ sessions, refused }: ApiContext): Pick<Handlers, Names> {
  return {
    async openSession({ body: { code } }) {
      const token = await sessions.redeem(code);
      if (token !== null) return { token };
      refused.note('wrong-code');
      await refused.turn();
      throw new Problem('wrong-code');
    },
    makeCode: () => ({ url: sessions.makeLink(PRINTED_LIFE_MS) }),
    makePage: () => ({ file: sessions.makePage() }),
    async endSession({ params: { id } }) {
      if (!(await sessions.end(id))) throw new Problem('no-such-session', `session ${id}`);
      return undefined;
    },
    endOtherSessions: async (_input, caller) => ({ ids: await sessions.endOthers(caller) }),
  };
}
