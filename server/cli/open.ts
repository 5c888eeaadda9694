import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { hasScreen, openInBrowser } from './open-in-browser.ts';

export const open: Command = {
  name: 'open',
  summary: 'Open the user interface of the running server, and print a link that works once within ten minutes',
  usage: '[--no-open]',
  mostWords: 0,
  options: { 'no-open': { type: 'boolean' } },
  optionHelp: { '--no-open': 'print the link only' },
  examples: ['hookglass open', 'hookglass open --no-open'],
  async run({ flags }, { api, json, out }) {
    const client = await api();
    if (client.server === null) throw new Problem('no-server');
    const { url } = await client.call('makeCode', {});
    out(json ? `${JSON.stringify({ url })}\n` : `${url}\n`);
    if (flags['no-open'] === true || json || !hasScreen()) return 0;
    openInBrowser((await client.call('makePage', {})).file);
    return 0;
  },
};
