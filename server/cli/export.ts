import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { systemReason } from './system-error.ts';
import { toDestination, toId } from './words.ts';
import { writePrivate } from './write-private.ts';

/** Words for a format, with the API's own name. */
const FORMATS: ReadonlyMap<string, 'curl' | 'http'> = new Map([
  ['curl', 'curl'],
  ['raw', 'http'],
  ['http', 'http'],
]);

export const exportCommand: Command = {
  name: 'export',
  summary: 'Write a delivery as a cURL command or as raw HTTP',
  usage: 'ID --format curl|raw [--url URL] [--out FILE] [--exact]',
  mostWords: 1,
  options: { format: { type: 'string' }, url: { type: 'string' }, out: { type: 'string' }, exact: { type: 'boolean' } },
  optionHelp: {
    '--format curl|raw': 'a command for a shell, or the request as raw HTTP (http says the same)',
    '--url URL': 'where the command sends to (the endpoint itself)',
    '--out FILE': 'write to a file instead of stdout; nobody else may read it, and one that is there is replaced',
    '--exact': 'the bytes themselves to a terminal too, where they are shown as text otherwise',
  },
  examples: [
    'hookglass export 12 --format curl | bash',
    'hookglass export 12 --format curl --url http://127.0.0.1:3000/webhooks',
    'hookglass export 12 --format raw --out delivery.http',
  ],
  async run({ flags, words }, { api, json, out, say }) {
    const id = toId(words[0]);
    const asked = flags['format'] ?? 'curl';
    const format = FORMATS.get(String(asked));
    if (format === undefined) throw new Problem('wrong-use', '--format is curl or raw');
    const url = flags['url'];
    const bytes = await (await api()).bytes('exportDelivery', {
      params: { id },
      query: { format, ...(typeof url === 'string' ? { url: toDestination('--url', url) } : {}) },
    });
    const file = flags['out'];
    if (typeof file === 'string') {
      await writePrivate(file, bytes).catch((error: unknown) => {
        throw new Problem('file-not-written', `--out ${file}: ${systemReason(error)}`);
      });
      if (json) out(`${JSON.stringify({ id, format: asked, file })}\n`);
      else say(`Written to ${printable(file)}.`);
    } else if (json) out(`${JSON.stringify({ id, format: asked, base64: Buffer.from(bytes).toString('base64') })}\n`);
    else out(bytes);
    return 0;
  },
};
