import { completeDestination } from '../../contract/destination-url.ts';
import { Problem } from '../../contract/problem.ts';
import type { Destination } from '../../contract/replay.ts';
import { checkTarget, normaliseHost } from '../../send/guard.ts';
import { parseDestination } from '../../send/plan.ts';
import { DEFAULT_TIMEOUT_MS } from '../../send/runner.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

type Names =
  | 'replay'
  | 'cancelReplays'
  | 'cancelRun'
  | 'createDestination'
  | 'changeDestination'
  | 'deleteDestination'
  | 'allowHost'
  | 'forbidHost';

export function replayHandlers({ store, replayer, change, nowMs, reload }: ApiContext): Pick<Handlers, Names> {
  const { destinations, allowedHosts, feedLog } = store;
  const destination = (id: number): Destination => {
    const found = destinations.get(id);
    if (found === null) throw new Problem('no-such-destination', `destination ${id}`);
    return found;
  };
  /** A host in the one spelling that is compared. */
  const hostOf = (text: string): string => {
    const host = normaliseHost(text);
    if (host === null)
      throw new Problem(
        'bad-request',
        `${text} is not a host; write a name or an address without scheme, port or path`,
      );
    return host;
  };

  return {
    replay({ body: { deliveryIds, destinationId, url, headerRule, edit } }) {
      if ((destinationId === undefined) === (url === undefined))
        throw new Problem('bad-request', 'give either destinationId or url');
      const stored = destinationId === undefined ? null : destination(destinationId);
      const to = {
        destination: stored,
        url: completeDestination(url ?? stored?.url ?? ''),
        headerRule: headerRule ?? null,
      };
      return replayer.replay(deliveryIds, to, edit);
    },
    cancelReplays: async () => ({ cancelled: await replayer.cancel(null) }),
    cancelRun: async ({ params: { id } }) => ({ cancelled: await replayer.cancel(id) }),

    async createDestination({ body }) {
      const parsed = parseDestination(body.url);
      const id = await change(() => {
        const made = destinations.insert({
          name: body.name?.trim() ?? parsed.host,
          url: completeDestination(body.url),
          timeoutMs: body.timeoutMs ?? DEFAULT_TIMEOUT_MS,
          headerRule: body.headerRule ?? 'as-received',
          extraHeaders: body.extraHeaders ?? [],
          createdAt: nowMs(),
        });
        feedLog.append('destination', made);
        return made;
      });
      return destination(id);
    },
    async changeDestination({ params: { id }, body }) {
      const present = destination(id);
      const url = body.url === undefined ? present.url : completeDestination(body.url);
      if (body.url !== undefined) parseDestination(url);
      await change(() => {
        destinations.change({ ...present, ...body, url });
        feedLog.append('destination', id);
      });
      return destination(id);
    },
    async deleteDestination({ params: { id } }) {
      destination(id);
      await change(() => {
        for (const endpointId of store.endpoints.forgetDestination(id)) feedLog.append('endpoint', endpointId);
        destinations.remove(id);
        feedLog.append('destination', id);
      });
      reload();
      return undefined;
    },
    async allowHost({ body }) {
      const host = hostOf(body.host);
      const never = checkTarget(new URL(`http://${host.includes(':') ? `[${host}]` : host}/`), {
        ownPorts: [],
        allowedHosts: [host],
      });
      if (never !== null) throw never;
      await change(() => allowedHosts.add(host));
      return allowedHosts.all();
    },
    async forbidHost({ body }) {
      const host = hostOf(body.host);
      await change(() => allowedHosts.remove(host));
      return allowedHosts.all();
    },
  };
}
