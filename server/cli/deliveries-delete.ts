import { Problem } from '../contract/problem.ts';
import type { ApiClient } from './api-client.ts';
import type { Command } from './command.ts';
import { searchHint } from './search-hint.ts';
import { searchPages } from './search-pages.ts';
import { toId } from './words.ts';

export const deliveriesDelete: Command = {
  name: 'deliveries delete',
  summary: 'Delete deliveries; they can be restored in the window for an hour',
  usage: 'ID… | --query Q [--up-to ID] --yes',
  options: { query: { type: 'string' }, 'up-to': { type: 'string' }, yes: { type: 'boolean' } },
  optionHelp: {
    '--query Q': 'delete all that fit a search',
    '--up-to ID': 'leave what is newer than this delivery',
    '--yes': 'needed with --query; without it, how many would be deleted is told',
  },
  examples: ['hookglass deliveries delete 12 13', "hookglass deliveries delete --query 'before:30d' --yes"],
  async run({ flags, words }, { api, json, out, say }) {
    const query = flags['query'];
    if ((query === undefined) === (words.length === 0)) throw new Problem('wrong-use', 'give either ids or --query');
    const upTo = flags['up-to'] === undefined ? {} : { upTo: toId(String(flags['up-to'])) };
    if ('upTo' in upTo && query === undefined) throw new Problem('wrong-use', '--up-to belongs to --query');
    const client = await api();
    const hint = query === undefined ? null : searchHint(String(query));
    if (hint !== null) say(hint);
    if (query !== undefined && flags['yes'] !== true) throw await asked(client, String(query), upTo.upTo);
    const body = query === undefined ? { ids: words.map((word) => toId(word)) } : { query: String(query), ...upTo };
    const { ids } = await client.call('deleteDeliveries', { body });
    if (json) out(`${JSON.stringify({ ids })}\n`);
    else say(`${ids.length} deleted.`);
    return 0;
  },
};

/** What a deletion by search would delete now, and how to have it delete just that. */
async function asked(client: ApiClient, query: string, upTo: number | undefined): Promise<Problem> {
  const found: number[] = [];
  for await (const { deliveries } of searchPages(client, query)) found.push(...deliveries.map(({ id }) => id));
  const chosen = upTo === undefined ? found : found.filter((id) => id <= upTo);
  if (chosen.length === 0) return new Problem('wrong-use', 'no delivery fits the search; nothing would be deleted');
  const count = chosen.length === 1 ? 'the delivery that fits' : `the ${chosen.length} deliveries that fit`;
  return new Problem(
    'wrong-use',
    `add --yes to delete ${count}, and --up-to ${chosen[0]} to leave what arrives meanwhile`,
  );
}
