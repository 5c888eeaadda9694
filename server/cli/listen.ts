import type { App } from '../app.ts';
import type { DeliverySummary } from '../contract/delivery.ts';
import type { FeedMessage } from '../contract/feed.ts';
import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Command, CommandContext } from './command.ts';
import { outcomeText } from './replay.ts';
import { serveBareFlags, serveOptionHelp, serveOptions, startServer } from './serve.ts';
import { deliveryCells } from './table.ts';
import { TUNNEL_USAGE } from './tunnel-wish.ts';
import { toDestination } from './words.ts';

export const listen: Command = {
  name: 'listen',
  summary: 'Take deliveries and send each on to your app, a line a delivery',
  usage: `--forward URL [--port N] [--ui-port N] [--no-open] [--tunnel [ADAPTER]] ${TUNNEL_USAGE}`,
  mostWords: 0,
  lasting: true,
  options: { ...serveOptions, forward: { type: 'string' } },
  bareFlags: serveBareFlags,
  optionHelp: {
    '--forward URL': 'where every arrival is sent: a port of this machine, host:port, or a complete URL',
    ...serveOptionHelp,
  },
  examples: [
    'hookglass listen --forward 3000',
    'hookglass listen --forward http://127.0.0.1:3000/webhooks',
    'hookglass listen --forward http://localhost:8080 --json',
    'hookglass listen --forward http://localhost:8080 --tunnel --subdomain my-hooks',
  ],
  async run(args, context) {
    const forward = args.flags['forward'];
    if (typeof forward !== 'string') throw new Problem('wrong-use', 'say where to with --forward URL');
    const url = toDestination('--forward', forward);
    const app = await startServer(args, context);
    try {
      const undo = await forwardAll(app, url);
      const print = createPrinter(context);
      await app.feed.subscribe(app.store.feedLog.lastSeq(), async (message) => print(message), context.signal);
      await undo();
    } finally {
      await app.close();
    }
    return 0;
  },
};

/** Every endpoint forwards to `url` while this command runs; returns what puts their own forwards back. */
async function forwardAll({ store, context, server }: App, url: string): Promise<() => Promise<void>> {
  // With the server's own code, which the help does without.
  const [{ checkTarget }, { parseDestination }, { DEFAULT_TIMEOUT_MS }] = await Promise.all([
    import('../send/guard.ts'),
    import('../send/plan.ts'),
    import('../send/replayer.ts'),
  ]);
  const ownPorts = [server.captureUrl, server.apiUrl].map((address) => Number(new URL(address).port));
  const refused = checkTarget(parseDestination(url), { ownPorts, allowedHosts: store.allowedHosts.all() });
  if (refused !== null) throw refused;
  const before = new Map(store.endpoints.all().map(({ id, forwardTo }) => [id, forwardTo]));
  const pointAt = (id: number, forwardTo: number | null): void => {
    store.endpoints.change(id, { forwardTo });
    store.feedLog.append('endpoint', id);
  };
  const destinationId = await context.change(() => {
    const known = store.destinations.all().find((destination) => destination.url === url);
    const draft = {
      name: 'listen',
      url,
      timeoutMs: DEFAULT_TIMEOUT_MS,
      headerRule: 'as-received' as const,
      extraHeaders: [],
      createdAt: context.nowMs(),
    };
    const id = known?.id ?? store.destinations.insert(draft);
    store.feedLog.append('destination', id);
    for (const endpoint of before.keys()) pointAt(endpoint, id);
    return id;
  });
  return () =>
    context.change(() => {
      for (const { id, forwardTo } of store.endpoints.all())
        if (forwardTo === destinationId) pointAt(id, before.get(id) ?? null);
    });
}

/** One line a delivery: when its send is settled, or at once when it is not sent. */
function createPrinter({ json, out }: CommandContext): (message: FeedMessage) => void {
  const waiting = new Map<number, DeliverySummary>();
  const line = (delivery: DeliverySummary, end: string): void =>
    out(`${deliveryCells(delivery).slice(0, 7).filter(Boolean).map(printable).join('  ')}  ${end}\n`);
  return (message) => {
    if (json) {
      if (message.kind === 'arrived' || message.kind === 'attempt') out(`${JSON.stringify(message)}\n`);
    } else if (message.kind === 'arrived') {
      for (const delivery of message.deliveries) {
        if (delivery.flags.length > 0) line(delivery, `not sent: ${delivery.flags.join(', ')}`);
        else waiting.set(delivery.id, delivery);
      }
    } else if (message.kind === 'attempt' && message.attempt.outcome.kind !== 'pending') {
      const delivery = waiting.get(message.attempt.deliveryId);
      if (delivery !== undefined) line(delivery, `→ ${outcomeText(message.attempt)}`);
      waiting.delete(message.attempt.deliveryId);
    }
  };
}
