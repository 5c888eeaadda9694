import type { DeliverySummary } from '../contract/delivery.ts';
import { Problem } from '../contract/problem.ts';
import type { RouteOutput } from '../contract/routes.ts';
import type { Command } from './command.ts';
import { deliveryCells, table } from './table.ts';

const DEFAULT_LIMIT = 50;
const PAGE = 1_000;

export const deliveriesList: Command = {
  name: 'deliveries list',
  summary: 'List deliveries, newest first',
  usage: '[--query Q] [--limit N]',
  mostWords: 0,
  options: { query: { type: 'string' }, limit: { type: 'string' } },
  optionHelp: {
    '--query Q': 'what to look for: words, and terms such as provider:contentful event:*publish verdict:invalid',
    '--limit N': `how many at most (${DEFAULT_LIMIT})`,
  },
  examples: [
    'hookglass deliveries list',
    "hookglass deliveries list --query 'provider:contentstack after:2h' --json",
    'hookglass deliveries list --query \'"order 1042" -is:sent\'',
  ],
  async run({ flags }, { api, json, out, say }) {
    const limit = flags['limit'] === undefined ? DEFAULT_LIMIT : Number(flags['limit']);
    if (!Number.isInteger(limit) || limit < 1) throw new Problem('wrong-use', '--limit takes a whole number from 1');
    const query = String(flags['query'] ?? '');
    const client = await api();
    const deliveries: DeliverySummary[] = [];
    let matching: number | null = 0;
    for (let before: number | undefined; deliveries.length < limit; before = deliveries.at(-1)?.id) {
      const page: RouteOutput<'listDeliveries'> = await client.call('listDeliveries', {
        query: { query, limit: Math.min(PAGE, limit - deliveries.length), ...(before === undefined ? {} : { before }) },
      });
      matching = page.matching;
      deliveries.push(...page.deliveries);
      if (!page.more || page.deliveries.length === 0) break;
    }
    if (json) {
      out(`${JSON.stringify(deliveries)}\n`);
      return 0;
    }
    if (deliveries.length === 0) {
      say(query === '' ? 'No deliveries yet.' : 'No delivery fits this search.');
      return 0;
    }
    out(
      table([
        ['ID', 'ARRIVED', 'METHOD', 'PROVIDER', 'EVENT', 'PATH', 'VERDICT', 'REPLY', 'SIZE', ''],
        ...deliveries.map(deliveryCells),
      ]),
    );
    if (matching === null || matching > deliveries.length)
      say(`${deliveries.length} of ${matching ?? 'very many'}; --limit shows more.`);
    return 0;
  },
};
