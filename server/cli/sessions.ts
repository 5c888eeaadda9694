import { Problem } from '../contract/problem.ts';
import type { Session } from '../contract/session.ts';
import type { Command } from './command.ts';
import { localTime } from './local-time.ts';
import { table } from './table.ts';
import { toId } from './words.ts';

export const sessionsList: Command = {
  name: 'sessions list',
  summary: 'List the browsers that were let in by a link, latest use first',
  usage: '',
  mostWords: 0,
  options: {},
  optionHelp: {},
  examples: ['hookglass sessions list', 'hookglass sessions list --json'],
  async run(_args, { api, json, out, say }) {
    const sessions = await (await api()).call('listSessions', {});
    if (json) out(`${JSON.stringify(sessions)}\n`);
    else if (sessions.length === 0) say('No browser has a session.');
    else out(table([['ID', 'OPENED', 'LAST USED', 'ENDS IF NOT USED'], ...sessions.map(cells)]));
    return 0;
  },
};

export const sessionsEnd: Command = {
  name: 'sessions end',
  summary: 'End a session, or all: its browser is cut off at once and needs a new link',
  usage: 'ID | --all',
  mostWords: 1,
  options: { all: { type: 'boolean' } },
  optionHelp: { '--all': 'end every session' },
  examples: ['hookglass sessions end 3', 'hookglass sessions end --all'],
  async run({ flags, words }, { api, json, out, say }) {
    const all = flags['all'] === true;
    if (all === (words[0] !== undefined)) throw new Problem('wrong-use', 'give the id of a session, or --all');
    const client = await api();
    const ids = all ? (await client.call('endOtherSessions', { body: {} })).ids : [toId(words[0], 'session id')];
    if (!all) await client.call('endSession', { params: { id: ids[0] as number } });
    if (json) out(`${JSON.stringify({ ids })}\n`);
    else say(ids.length === 1 ? `Session ${ids[0]} is ended.` : `${ids.length} sessions are ended.`);
    return 0;
  },
};

function cells({ id, createdAt, usedAt, endsAt }: Session): readonly string[] {
  return [String(id), ...[createdAt, usedAt, endsAt].map(localTime)];
}
