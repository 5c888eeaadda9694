import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { readExtras, readSecret } from './input-file.ts';
import { localTime } from './local-time.ts';
import { table } from './table.ts';
import { findEndpoint, toId } from './words.ts';

export const endpointsSecrets: Command = {
  name: 'endpoints secrets',
  summary: 'List the names of the secrets of an endpoint; their values cannot be read back',
  usage: 'NAME|ID',
  mostWords: 1,
  options: {},
  optionHelp: {},
  examples: ['hookglass endpoints secrets Billing'],
  async run({ words }, { api, json, out }) {
    const client = await api();
    const { id } = await findEndpoint(client, words[0]);
    const secrets = await client.call('listSecrets', { params: { id } });
    if (json) out(`${JSON.stringify(secrets)}\n`);
    else {
      const rows = secrets.map((secret) => [String(secret.id), localTime(secret.createdAt), secret.name]);
      out(table([['ID', 'ADDED', 'NAME'], ...rows]));
    }
    return 0;
  },
};

export const endpointsAddSecret: Command = {
  name: 'endpoints add-secret',
  summary: 'Add a signing secret to an endpoint; what it has captured is checked again',
  usage: 'NAME|ID --secret-file FILE [--name NAME] [--extra NAME=FILE]',
  mostWords: 1,
  options: {
    'secret-file': { type: 'string' },
    name: { type: 'string' },
    extra: { type: 'string', multiple: true },
  },
  optionHelp: {
    '--secret-file FILE': 'the secret, or - for stdin; one line feed at its end is not part of it',
    '--name NAME': 'what to call it, "secret" if absent',
    '--extra NAME=FILE': 'a second input that the scheme needs, for example key=pusher-key.txt',
  },
  examples: [
    'hookglass endpoints add-secret Billing --secret-file stripe.txt --name production',
    'printenv WEBHOOK_SECRET | hookglass endpoints add-secret Billing --secret-file -',
  ],
  async run({ flags, words }, { api, json, out, say }) {
    const file = flags['secret-file'];
    if (typeof file !== 'string')
      throw new Problem('wrong-use', 'name the file of the secret with --secret-file FILE, or - for stdin');
    const name = typeof flags['name'] === 'string' ? flags['name'] : 'secret';
    const client = await api();
    const endpoint = await findEndpoint(client, words[0]);
    const body = { name, value: await readSecret('--secret-file', file), extra: await readExtras(flags['extra']) };
    const secret = await client.call('addSecret', { params: { id: endpoint.id }, body });
    if (json) out(`${JSON.stringify(secret)}\n`);
    else say(`${printable(endpoint.name)} has the secret ${secret.id}, ${printable(secret.name)}.`);
    return 0;
  },
};

export const endpointsDeleteSecret: Command = {
  name: 'endpoints delete-secret',
  summary: 'Delete a secret of an endpoint; what it checked is checked again without it',
  usage: 'NAME|ID SECRET-ID --yes',
  mostWords: 2,
  options: { yes: { type: 'boolean' } },
  optionHelp: { '--yes': 'needed: a secret cannot be brought back' },
  examples: ['hookglass endpoints delete-secret Billing 3 --yes'],
  async run({ flags, words }, { api, json, out, say }) {
    const client = await api();
    const endpoint = await findEndpoint(client, words[0]);
    const id = toId(words[1], 'secret id');
    const secret = (await client.call('listSecrets', { params: { id: endpoint.id } })).find((one) => one.id === id);
    if (secret === undefined) throw new Problem('no-such-secret', `${endpoint.name} has no secret ${id}`);
    if (flags['yes'] !== true) throw new Problem('wrong-use', `add --yes to delete the secret ${id}, ${secret.name}`);
    await client.call('deleteSecret', { params: { id } });
    if (json) out(`${JSON.stringify({ id })}\n`);
    else say(`The secret ${printable(secret.name)} is deleted.`);
    return 0;
  },
};
