import { Problem } from '../contract/problem.ts';
import type { Arguments, Command } from './command.ts';

/** Flags that belong to one way of calling the command, by its leading flag. */
const WAYS = {
  stored: ['all', 'endpoint'],
  http: ['http', 'provider', 'recipe', 'secret-file', 'url', 'now', 'extra'],
  vectors: ['vectors', 'causes'],
  confirm: ['confirm'],
} as const;
type Way = keyof typeof WAYS;

export const verify: Command = {
  name: 'verify',
  summary: 'Check signatures: of deliveries, of a saved request, or of published examples',
  usage: [
    'ID… | --all [--endpoint E]',
    'verify --provider ID --secret-file FILE --http FILE [--url URL] [--now SECONDS] [--extra NAME=FILE]',
    'verify --vectors FILE [--causes]',
    'verify --confirm ID',
  ].join('\n       hookglass '),
  options: {
    all: { type: 'boolean' },
    endpoint: { type: 'string' },
    provider: { type: 'string' },
    recipe: { type: 'string' },
    'secret-file': { type: 'string' },
    http: { type: 'string' },
    url: { type: 'string' },
    now: { type: 'string' },
    extra: { type: 'string', multiple: true },
    vectors: { type: 'string' },
    causes: { type: 'boolean' },
    confirm: { type: 'boolean' },
  },
  optionHelp: {
    '--all': 'every delivery that is kept, with the secrets of its endpoint',
    '--endpoint E': 'with --all: only those of this endpoint (name, id or path)',
    '--http FILE': 'a saved request as raw HTTP, - for stdin; needs no server and no data folder',
    '--provider ID': 'whose rules to check by, for example stripe',
    '--recipe FILE': 'instead of --provider: a recipe of your own, as JSON',
    '--secret-file FILE': 'file with the secret; one line feed at its end (LF or CRLF) is not part of it',
    '--url URL': 'the public URL that the sender called, where the URL is signed',
    '--now SECONDS': 'the clock to judge at, Unix seconds; the current time otherwise',
    '--extra NAME=FILE': 'file with a second input of the scheme, such as publicKey; may be given several times',
    '--vectors FILE': 'JSON array of signed examples, each judged at its own time',
    '--causes': 'with --vectors: name the cause of each failure, and compare it with the `failure` of the example',
    '--confirm': 'confirm the subscription that a delivery of Amazon SNS asks for, unless its signature is invalid',
  },
  examples: [
    'hookglass verify 12',
    'hookglass verify --all --endpoint Inbox --json',
    'hookglass verify --provider stripe --secret-file stripe.secret --http request.http --now 1768478400',
    'hookglass verify --vectors test/vectors/stripe/signatures.json --json',
  ],
  async run(args, context) {
    const way = wayOf(args);
    // Each way loads what it needs: the rules of every provider and the doctor are no part of the help.
    switch (way) {
      case 'stored':
        return (await import('./verify-stored.ts')).verifyStored(args, context);
      case 'confirm':
        return (await import('./verify-confirm.ts')).verifyConfirm(args, context);
      case 'http':
        return (await import('./verify-file.ts')).verifyFile(args, context);
      case 'vectors':
        return (await import('./verify-vectors.ts')).verifyVectors(args, context);
    }
  },
};

/** Which way the flags call for. Throws Problem `wrong-use` where they contradict each other or say nothing. */
function wayOf({ flags, words }: Arguments): Way {
  const given = (way: Way): readonly string[] => WAYS[way].filter((name) => flags[name] !== undefined);
  const leading = (['vectors', 'http', 'confirm'] as const).find((one) => given(one).length > 0);
  const way = leading ?? 'stored';
  const odd = (Object.keys(WAYS) as Way[]).filter((other) => other !== way).flatMap(given)[0];
  if (odd !== undefined) throw new Problem('wrong-use', `--${odd} does not go with --${given(way)[0]}`);
  if (flags['causes'] !== undefined && flags['vectors'] === undefined)
    throw new Problem('wrong-use', '--causes goes with --vectors FILE');
  if (way === 'confirm' && words.length !== 1) throw new Problem('wrong-use', 'give one delivery id with --confirm');
  if (way !== 'stored' && way !== 'confirm' && words[0] !== undefined)
    throw new Problem('wrong-use', `${words[0]} does not go with --${given(way)[0]}`);
  if (way === 'stored' && words.length === 0 && flags['all'] !== true)
    throw new Problem('wrong-use', 'give delivery ids, --all, --http FILE or --vectors FILE');
  if (way === 'stored' && words.length > 0 && given('stored')[0] !== undefined)
    throw new Problem('wrong-use', `${words[0]} does not go with --${given('stored')[0]}`);
  return way;
}
