import { Problem } from '../../contract/problem.ts';
import { verify } from '../../doctor/verification.ts';
import { parseRawHttp } from '../../fixtures/parse-raw-http.ts';
import { publicUrlOf } from '../../inbox/describe.ts';
import { providers } from '../../providers/index.ts';
import { judgeVectors } from '../../providers/vectors.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { readVectors } from '../vectors-input.ts';

type Names = 'getVerification' | 'trySecret' | 'verifyRequest' | 'verifyVectors' | 'judgeAgain' | 'cancelJudging';

export function verificationHandlers({
  store,
  endpoint,
  nowMs,
  providers: directory,
}: ApiContext): Pick<Handlers, Names> {
  const { reader } = store;
  const provider = (id: string) => {
    const found = directory().find(id);
    if (found === undefined) throw new Problem('no-such-provider', id);
    return found;
  };
  const ofDelivery = async (id: number, trial: Parameters<Handlers['trySecret']>[0]['body'] | null) => {
    if (trial?.provider !== undefined) provider(trial.provider);
    await reader.call('describedUpTo', Math.min(id, store.writer.lastId()));
    const found = await reader.call('verification', { id, trial });
    if (found === null) throw new Problem('no-such-delivery', `delivery ${id}`);
    return found;
  };
  const assertEndpoint = (id: number): void => {
    if (endpoint(id) === null) throw new Problem('no-such-endpoint', `endpoint ${id}`);
  };

  return {
    getVerification: ({ params: { id } }) => ofDelivery(id, null),
    trySecret: ({ params: { id }, body }) => ofDelivery(id, body),
    verifyRequest({ body }) {
      const { method, target, headers, body: bytes } = parseRawHttp(Buffer.from(body.httpBase64, 'base64'));
      const now = body.nowMs ?? nowMs();
      const publicUrl = body.url ?? publicUrlOf(target, headers, undefined);
      const credential = { name: 'given', value: body.value, extra: body.extra ?? {} };
      return verify({
        request: { method, target, headers, body: bytes, publicUrl, arrivedAtMs: now },
        provider: provider(body.provider),
        credentials: [{ credential, origin: 'this-endpoint', endpointName: '' }],
        otherProviders: providers,
        publicUrls: [publicUrl],
        nowMs: now,
      });
    },
    verifyVectors({ body }) {
      const { total, agreed, disagreed } = judgeVectors(readVectors(body));
      return { total, agreed, disagreed: [...disagreed] };
    },
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
