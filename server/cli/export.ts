import { writeFileSync } from 'node:fs';
import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { toId } from './words.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write a delivery as a cURL command or as raw HTTP',
  usage: 'ID --format curl|http [--url URL] [--out FILE] [--raw]',
  mostWords: 1,
  options: { format: { type: 'string' }, url: { type: 'string' }, out: { type: 'string' }, raw: { type: 'boolean' } },
  optionHelp: {
    '--format curl|http': 'a command for a shell, or the request as bytes',
    '--url URL': 'where the command sends to (the endpoint itself)',
    '--out FILE': 'write to a file instead of stdout',
    '--raw': 'the bytes themselves to a terminal too, where they are shown as text otherwise',
  },
  examples: [
    'hookglass export 12 --format curl | bash',
    'hookglass export 12 --format curl --url http://127.0.0.1:3000/webhooks',
    'hookglass export 12 --format http --out delivery.http',
  ],
  async run({ flags, words }, { api, json, out, say }) {
    const id = toId(words[0]);
    const format = flags['format'] ?? 'curl';
    if (format !== 'curl' && format !== 'http') throw new Problem('wrong-use', '--format is curl or http');
    const url = flags['url'];
    const bytes = await (await api()).bytes('exportDelivery', {
      params: { id },
      query: { format, ...(url === undefined ? {} : { url: String(url) }) },
    });
    const file = flags['out'];
    if (typeof file === 'string') {
      writeFileSync(file, bytes);
      if (json) out(`${JSON.stringify({ id, format, file })}\n`);
      else say(`Written to ${printable(file)}.`);
    } else if (json) out(`${JSON.stringify({ id, format, base64: Buffer.from(bytes).toString('base64') })}\n`);
    else out(bytes);
    return 0;
  },
};
