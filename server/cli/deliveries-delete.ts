import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { toId } from './words.ts';

export const deliveriesDelete: Command = {
  name: 'deliveries delete',
  summary: 'Delete deliveries; they can be restored in the window for an hour',
  usage: 'ID… | --query Q --yes',
  options: { query: { type: 'string' }, yes: { type: 'boolean' } },
  optionHelp: { '--query Q': 'delete all that fit a search', '--yes': 'needed with --query' },
  examples: ['hookglass deliveries delete 12 13', "hookglass deliveries delete --query 'before:30d' --yes"],
  async run({ flags, words }, { api, json, out, say }) {
    const query = flags['query'];
    if ((query === undefined) === (words.length === 0)) throw new Problem('wrong-use', 'give either ids or --query');
    if (query !== undefined && flags['yes'] !== true)
      throw new Problem('wrong-use', 'add --yes to delete everything that fits the search');
    const body = query === undefined ? { ids: words.map((word) => toId(word)) } : { query: String(query) };
    const { ids } = await (await api()).call('deleteDeliveries', { body });
    if (json) out(`${JSON.stringify({ ids })}\n`);
    else say(`${ids.length} deleted.`);
    return 0;
  },
};
