import type { AdapterId } from '../../server/contract/tunnel.ts';
import { type Adapter, knownFidelity, type Opened, type OpenRequest } from '../../server/tunnel/opener.ts';

export interface FakeAdapter extends Adapter {
  readonly requests: readonly OpenRequest[];
  /** Tunnels that are open at present; at most one unless something leaked. */
  readonly alive: ReadonlySet<FakeTunnel>;
}

export interface FakeTunnel extends Opened {
  /** End by itself, as a tunnel that its server dropped. */
  drop(reason: string): void;
  move(url: string): void;
}

/** An adapter of which a test says, for each try, what comes about: a URL, a failure, or a promise that never settles. */
export function fakeAdapter(
  id: AdapterId,
  outcome: (request: OpenRequest, attempt: number) => string | Promise<string>,
) {
  const requests: OpenRequest[] = [];
  const alive = new Set<FakeTunnel>();
  return {
    id,
    name: id,
    fidelity: knownFidelity(),
    requests,
    alive,
    find: async () => ({ id, name: id, found: true, version: '1.0', install: 'Built in.' }),
    async open(request) {
      requests.push(request);
      const url = await outcome(request, requests.length);
      const ended = Promise.withResolvers<string>();
      let moved: (url: string) => void = () => undefined;
      const opened: FakeTunnel = {
        url,
        name: /^https:\/\/([a-z0-9-]+)\.named\.example$/.exec(url)?.[1] ?? null,
        closed: ended.promise,
        drop: ended.resolve,
        move: (next) => moved(next),
        onUrl: (changed) => {
          moved = changed;
        },
        async close() {
          alive.delete(opened);
          ended.resolve('The tunnel was closed.');
        },
      };
      alive.add(opened);
      return opened;
    },
  } satisfies FakeAdapter;
}
