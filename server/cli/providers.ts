import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { ProviderInfo } from '../contract/status.ts';
import type { Command, CommandContext } from './command.ts';
import { table } from './table.ts';

export const providersCommand: Command = {
  name: 'providers',
  summary: 'List the senders whose deliveries are checked, with their ids and what to paste as the secret',
  usage: '[WORD]',
  mostWords: 1,
  options: {},
  optionHelp: {},
  examples: ['hookglass providers', 'hookglass providers git', 'hookglass providers --json'],
  async run({ words: [word = ''] }, context) {
    const { json, out, say } = context;
    const typed = word.toLowerCase();
    const found = (await all(context)).filter(({ id, name }) => `${id}\n${name}`.toLowerCase().includes(typed));
    if (json) out(`${JSON.stringify(found)}\n`);
    else if (found.length === 0) say(`No provider has ${printable(word)} in its id or name.`);
    else out(table([['ID', 'NAME', 'RULES', 'CHECKED BY', 'SECRET'], ...found.map(cells)]));
    return 0;
  },
};

/** With the user's recipes, where there is a data folder; the known senders need none. */
async function all({ api }: CommandContext): Promise<readonly ProviderInfo[]> {
  try {
    return await (await api()).call('listProviders', {});
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'no-data') throw error;
    const [{ providers }, { toProviderInfo }] = await Promise.all([
      import('../providers/index.ts'),
      import('../providers/provider-info.ts'),
    ]);
    return providers.map(toProviderInfo);
  }
}

function cells({ id, name, confidence, signs, secretLabel }: ProviderInfo): readonly string[] {
  const checkedBy = secretLabel === '' ? '-' : signs ? 'signature' : 'token or password';
  return [id, name, confidence, checkedBy, secretLabel];
}
