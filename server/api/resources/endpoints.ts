import { makeSlug } from '../../capture/make-slug.ts';
import { DEFAULT_REPLY } from '../../contract/default-reply.ts';
import type { CannedReply, Endpoint } from '../../contract/endpoint.ts';
import { noSuchProvider } from '../../contract/no-such-provider.ts';
import { Problem } from '../../contract/problem.ts';
import { oddReplyHeader } from '../../reply/prepared.ts';
import { sealLimits } from '../../truth/tables/limits.ts';
import { badAllowEntries } from '../../tunnel/limits.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { sendSample } from '../sample.ts';

type Names =
  | 'createEndpoint'
  | 'changeEndpoint'
  | 'rotateEndpoint'
  | 'deleteEndpoint'
  | 'restoreEndpoint'
  | 'sendSample';

export function endpointHandlers(context: ApiContext): Pick<Handlers, Names> {
  const { store } = context;
  const visible = (id: number): Endpoint => {
    const endpoint = context.endpoint(id);
    if (endpoint === null) throw new Problem('no-such-endpoint', `endpoint ${id}`);
    return endpoint;
  };
  const changeAndShow = async (id: number, job: () => void): Promise<Endpoint> => {
    await context.change(() => {
      job();
      store.feedLog.append('endpoint', id);
    });
    context.reload();
    return visible(id);
  };
  const assertReply = (reply: CannedReply | undefined): void => {
    const odd = reply === undefined ? null : oddReplyHeader(reply.headers);
    if (odd !== null) throw new Problem('bad-request', odd);
  };
  const assertAllow = (allow: readonly string[] | null | undefined): void => {
    const bad = badAllowEntries(allow ?? []);
    if (bad.length > 0) throw new Problem('bad-limits', bad.slice(0, 10).join(', '));
  };
  const assertProvider = (id: string | null | undefined): void => {
    if (id !== null && id !== undefined && context.providers().find(id) === undefined)
      throw noSuchProvider(id, context.providers().all);
  };

  return {
    async createEndpoint({ body }) {
      assertProvider(body.provider);
      assertReply(body.reply);
      const id = await context.change(() => {
        const made = store.endpoints.insert({
          slug: makeSlug(),
          name: body.name.trim(),
          provider: body.provider ?? null,
          paused: false,
          reply: body.reply ?? DEFAULT_REPLY,
          forwardTo: null,
          createdAt: context.nowMs(),
        });
        store.feedLog.append('endpoint', made);
        return made;
      });
      context.reload();
      // There is nothing to judge yet: the index notes by which rules what arrives is judged.
      if (typeof body.provider === 'string') await store.reader.call('judgeAgain', id);
      return visible(id);
    },
    async changeEndpoint({ params: { id }, body }) {
      visible(id);
      assertProvider(body.provider);
      assertReply(body.reply);
      assertAllow(body.limits?.allow);
      if (typeof body.forwardTo === 'number' && store.destinations.get(body.forwardTo) === null) {
        throw new Problem('no-such-destination', `destination ${body.forwardTo}`);
      }
      const { limits, ...others } = body;
      const changed = await changeAndShow(id, () => {
        const present = store.endpoints.get(id);
        const sealed = limits && present && { limits: sealLimits(store.vault, present.limits, limits) };
        store.endpoints.change(id, { ...others, ...sealed });
      });
      if (body.provider !== undefined) await store.reader.call('judgeAgain', id);
      return changed;
    },
    rotateEndpoint({ params: { id } }) {
      visible(id);
      return changeAndShow(id, () => store.endpoints.change(id, { slug: makeSlug() }));
    },
    async deleteEndpoint({ params: { id } }) {
      visible(id);
      if ((await context.endpoints()).length === 1) throw new Problem('last-endpoint');
      await context.change(() => {
        store.endpoints.setDeleted(id, context.nowMs());
        store.feedLog.append('endpoint', id);
      });
      context.reload();
      await store.reader.call('refresh', null);
      return undefined;
    },
    async restoreEndpoint({ params: { id } }) {
      if (store.endpoints.get(id)?.deletedAt == null) throw new Problem('nothing-to-restore', `endpoint ${id}`);
      await changeAndShow(id, () => store.endpoints.setDeleted(id, null));
      await store.reader.call('refresh', null);
      // Its figures were last counted while it was hidden, or before its newest deliveries were described.
      await context.endpoints();
      return visible(id);
    },
    async sendSample({ params: { id }, body }) {
      const endpoint = visible(id);
      const providerId = body.provider ?? endpoint.provider ?? 'contentful';
      assertProvider(providerId);
      return { deliveryId: await sendSample(endpoint, providerId, context) };
    },
  };
}
