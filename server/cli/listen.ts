import type { App } from '../app.ts';
import type { DeliverySummary } from '../contract/delivery.ts';
import type { FeedMessage } from '../contract/feed.ts';
import { Problem } from '../contract/problem.ts';
import { parseDestination } from '../replay/plan.ts';
import { DEFAULT_TIMEOUT_MS } from '../replay/replayer.ts';
import type { Command, CommandContext } from './command.ts';
import { outcomeText } from './replay.ts';
import { serveOptionHelp, serveOptions, startServer } from './serve.ts';
import { deliveryCells } from './table.ts';

export const listen: Command = {
  name: 'listen',
  summary: 'Take deliveries and send each on to your app, a line a delivery',
  usage: '--forward URL [--port N] [--ui-port N] [--no-open]',
  options: { ...serveOptions, forward: { type: 'string' } },
  optionHelp: { '--forward URL': 'where every arrival is sent', ...serveOptionHelp },
  examples: [
    'hookglass listen --forward http://127.0.0.1:3000/webhooks',
    'hookglass listen --forward http://localhost:8080 --json',
  ],
  async run(args, context) {
    const url = args.flags['forward'];
    if (typeof url !== 'string') throw new Problem('wrong-use', 'say where to with --forward URL');
    parseDestination(url);
    const app = await startServer(args, context);
    await forwardAll(app, url);
    const print = createPrinter(context);
    await app.feed.subscribe(app.store.feedLog.lastSeq(), async (message) => print(message), context.signal);
    await forwardNone(app);
    await app.close();
    return 0;
  },
};

/** Every endpoint forwards to `url` while this command runs. */
async function forwardAll(app: App, url: string): Promise<void> {
  const { store, context } = app;
  await context.change(() => {
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
    for (const endpoint of store.endpoints.all()) {
      store.endpoints.change(endpoint.id, { forwardTo: id });
      store.feedLog.append('endpoint', endpoint.id);
    }
  });
}

async function forwardNone({ store, context }: App): Promise<void> {
  await context.change(() => {
    for (const endpoint of store.endpoints.all()) store.endpoints.change(endpoint.id, { forwardTo: null });
  });
}

/** One line a delivery: when its send is settled, or at once when it is not sent. */
function createPrinter({ json, out }: CommandContext): (message: FeedMessage) => void {
  const waiting = new Map<number, DeliverySummary>();
  const line = (delivery: DeliverySummary, end: string): void =>
    out(`${deliveryCells(delivery).slice(0, 6).join('  ')}  ${end}\n`);
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
