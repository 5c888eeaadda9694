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
      app.forwardAll(url);
      const print = createPrinter(context);
      await app.feed.subscribe(app.store.feedLog.lastSeq(), async (message) => print(message), context.signal);
    } finally {
      await app.close();
    }
    return 0;
  },
};

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
