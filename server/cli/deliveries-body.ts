import type { Command } from './command.ts';
import { toId } from './words.ts';

export const deliveriesBody: Command = {
  name: 'deliveries body',
  summary: 'Write the exact bytes of a body to stdout',
  usage: 'ID [--exact] [--damaged]',
  mostWords: 1,
  options: { exact: { type: 'boolean' }, damaged: { type: 'boolean' } },
  optionHelp: {
    '--exact': 'the bytes themselves to a terminal too, where they are shown as text otherwise',
    '--damaged': 'also bytes that are no longer those that were captured',
  },
  examples: ['hookglass deliveries body 12 | sha256sum', 'hookglass deliveries body 12 > body.json'],
  async run({ words, flags }, { api, json, out }) {
    const id = toId(words[0]);
    const bytes = await (await api()).bytes('getBody', {
      params: { id },
      query: flags['damaged'] === true ? { damaged: 'as-is' } : {},
    });
    out(json ? `${JSON.stringify({ id, base64: Buffer.from(bytes).toString('base64') })}\n` : bytes);
    return 0;
  },
};
