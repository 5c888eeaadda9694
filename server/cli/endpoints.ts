import { DEFAULT_CAPTURE_PORT } from '../config.ts';
import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Command } from './command.ts';
import { table } from './table.ts';
import { findEndpoint } from './words.ts';

/** The addresses are told all the same: the paths are those that senders have. */
const NOT_RUNNING = `No Hookglass is running on this data folder, so nothing answers at these addresses. \`hookglass serve\` takes deliveries there, unless port ${DEFAULT_CAPTURE_PORT} is taken or --port chooses another.`;

export const endpointsList: Command = {
  name: 'endpoints list',
  summary: 'List endpoints with their addresses',
  usage: '',
  mostWords: 0,
  options: {},
  optionHelp: {},
  examples: ['hookglass endpoints list', 'hookglass endpoints list --json'],
  async run(_args, { api, json, out, say }) {
    const client = await api();
    const endpoints = await client.call('listEndpoints', {});
    if (json) out(`${JSON.stringify(endpoints)}\n`);
    else {
      const rows = endpoints.map(({ id, name, provider, paused, deliveries, url }) => [
        String(id),
        name,
        provider ?? '-',
        paused ? 'paused' : 'open',
        String(deliveries),
        url,
      ]);
      out(table([['ID', 'NAME', 'PROVIDER', 'STATE', 'DELIVERIES', 'URL'], ...rows]));
      if (client.server === null) say(NOT_RUNNING);
    }
    return 0;
  },
};

export const endpointsCreate: Command = {
  name: 'endpoints create',
  summary: 'Make an endpoint with a fresh path',
  usage: 'NAME [--provider ID]',
  options: { provider: { type: 'string' } },
  optionHelp: { '--provider ID': 'whose deliveries it is for, for example contentful' },
  examples: ['hookglass endpoints create Orders', 'hookglass endpoints create CMS --provider contentstack --json'],
  async run({ flags, words }, { api, json, out }) {
    const name = words.join(' ');
    if (name.trim() === '') throw new Problem('wrong-use', 'give the endpoint a name');
    const provider = flags['provider'];
    const endpoint = await (await api()).call('createEndpoint', {
      body: { name, ...(provider === undefined ? {} : { provider: String(provider) }) },
    });
    out(json ? `${JSON.stringify(endpoint)}\n` : `${endpoint.url}\n`);
    return 0;
  },
};

export const endpointsRotate: Command = {
  name: 'endpoints rotate',
  summary: 'Give an endpoint a fresh path; the old one answers 404 from then on',
  usage: 'NAME|ID',
  mostWords: 1,
  options: {},
  optionHelp: {},
  examples: ['hookglass endpoints rotate Inbox'],
  async run({ words }, { api, json, out }) {
    const client = await api();
    const { id } = await findEndpoint(client, words[0]);
    const endpoint = await client.call('rotateEndpoint', { params: { id } });
    out(json ? `${JSON.stringify(endpoint)}\n` : `${endpoint.url}\n`);
    return 0;
  },
};

export const endpointsDelete: Command = {
  name: 'endpoints delete',
  summary: 'Delete an endpoint and its deliveries; can be restored in the window for an hour',
  usage: 'NAME|ID --yes',
  mostWords: 1,
  options: { yes: { type: 'boolean' } },
  optionHelp: { '--yes': 'needed: its deliveries go with it' },
  examples: ['hookglass endpoints delete Orders --yes'],
  async run({ flags, words }, { api, json, out, say }) {
    const client = await api();
    const endpoint = await findEndpoint(client, words[0]);
    if (flags['yes'] !== true)
      throw new Problem('wrong-use', `add --yes to delete ${endpoint.name} with its ${endpoint.deliveries} deliveries`);
    await client.call('deleteEndpoint', { params: { id: endpoint.id } });
    if (json) out(`${JSON.stringify({ id: endpoint.id })}\n`);
    else say(`${printable(endpoint.name)} is deleted.`);
    return 0;
  },
};
