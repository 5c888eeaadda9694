import { Problem } from '../../contract/problem.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

/** Secrets go in and never come out; each change judges the endpoint's deliveries again. */
export function secretHandlers({
  store,
  change,
  reload,
  endpoint,
  nowMs,
}: ApiContext): Pick<Handlers, 'addSecret' | 'deleteSecret'> {
  const assertEndpoint = (id: number): void => {
    if (endpoint(id) === null) throw new Problem('no-such-endpoint', `endpoint ${id}`);
  };
  return {
    async addSecret({ params: { id }, body }) {
      assertEndpoint(id);
      const credential = { name: body.name.trim(), value: body.value, extra: body.extra ?? {} };
      const secretId = await change(() => {
        const made = store.secrets.insert(id, credential, nowMs());
        store.feedLog.append('endpoint', id);
        return made;
      });
      reload();
      await store.reader.call('judgeAgain', id);
      const secret = store.secrets.get(secretId);
      if (secret === null) throw new Problem('no-such-secret', `secret ${secretId}`);
      return secret;
    },
    async deleteSecret({ params: { id } }) {
      const secret = store.secrets.get(id);
      if (secret === null) throw new Problem('no-such-secret', `secret ${id}`);
      await change(() => {
        store.secrets.remove(id);
        store.feedLog.append('endpoint', secret.endpointId);
      });
      reload();
      await store.reader.call('judgeAgain', secret.endpointId);
      return undefined;
    },
  };
}
