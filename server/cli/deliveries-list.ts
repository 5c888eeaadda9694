import type { DeliverySummary } from '../contract/delivery.ts';
import { Problem } from '../contract/problem.ts';
import type { RouteOutput } from '../contract/routes.ts';
import type { Command } from './command.ts';
import { searchHint } from './search-hint.ts';
import { searchPages } from './search-pages.ts';
import { deliveryCells, table } from './table.ts';

const DEFAULT_LIMIT = 50;

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
    let looked = 0;
    let last: RouteOutput<'listDeliveries'> | undefined;
    for await (const page of searchPages(client, query, limit)) {
      deliveries.push(...page.deliveries);
      looked += page.looked;
      last = page;
    }
    if (json) {
      out(`${JSON.stringify(deliveries)}\n`);
      return 0;
    }
    const hint = searchHint(query);
    if (deliveries.length === 0) {
      say(query === '' ? 'No deliveries yet.' : 'No delivery fits this search.');
      if (hint !== null) say(hint);
      if (last !== undefined) sayPartly(last.partly, say);
      return 0;
    }
    out(
      table([
        ['ID', 'ARRIVED', 'METHOD', 'PROVIDER', 'EVENT', 'PATH', 'VERDICT', 'REPLY', 'SIZE', ''],
        ...deliveries.map(deliveryCells),
      ]),
    );
    if (last?.more === true) say(`${restSentence(last, deliveries.length, looked)}; --limit shows more.`);
    if (hint !== null) say(hint);
    if (last !== undefined) sayPartly(last.partly, say);
    return 0;
  },
};

/** How many were shown of how many: of all that fit where that is known, else of those that were looked through. */
function restSentence({ matching, total }: RouteOutput<'listDeliveries'>, shown: number, looked: number): string {
  if (matching !== null) return `${shown} of ${matching}`;
  return looked > shown ? `${shown} found among the newest ${looked} of ${total}` : `${shown} of very many`;
}

function sayPartly(count: number, say: (text: string) => void): void {
  if (count > 0)
    say(`The first MiB of a body is searched; ${count} ${count === 1 ? 'delivery is' : 'deliveries are'} longer.`);
}
