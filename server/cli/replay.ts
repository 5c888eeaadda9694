import { setTimeout as wait } from 'node:timers/promises';
import { printable } from '../contract/invisible.ts';
import { Problem } from '../contract/problem.ts';
import type { Attempt } from '../contract/replay.ts';
import type { ApiClient } from './api-client.ts';
import type { Command } from './command.ts';
import { toDestination, toId } from './words.ts';

const LOOK_EVERY_MS = 50;

export const replay: Command = {
  name: 'replay',
  summary: 'Send deliveries to a URL, byte for byte',
  usage: 'ID… --to URL [--headers as-received|for-destination] [--allow-host]',
  options: { to: { type: 'string' }, headers: { type: 'string' }, 'allow-host': { type: 'boolean' } },
  optionHelp: {
    '--to URL': 'where to, a port or host:port will do; the path below the endpoint and the query are appended',
    '--headers RULE': 'as-received (every line, Host too) or for-destination',
    '--allow-host': 'the host of --to is not this machine, and may be sent to from now on',
  },
  examples: [
    'hookglass replay 12 --to http://127.0.0.1:3000/webhooks',
    'hookglass replay 12 13 14 --to http://localhost:8080 --headers for-destination --json',
  ],
  async run({ flags, words }, { api, json, out, signal }) {
    const deliveryIds = words.map((word) => toId(word));
    const to = flags['to'];
    const headerRule = flags['headers'];
    if (deliveryIds.length === 0) throw new Problem('wrong-use', 'give at least one delivery id');
    if (typeof to !== 'string') throw new Problem('wrong-use', 'say where to with --to URL');
    const url = toDestination('--to', to);
    if (headerRule !== undefined && headerRule !== 'as-received' && headerRule !== 'for-destination')
      throw new Problem('wrong-use', '--headers is as-received or for-destination');
    const client = await api();
    if (flags['allow-host'] === true) await client.call('allowHost', { body: { host: new URL(url).hostname } });
    const attempts = await client.call('replay', {
      body: { deliveryIds, url, ...(headerRule === undefined ? {} : { headerRule }) },
    });
    const settled = await untilSettled(client, attempts, signal);
    if (json) out(`${JSON.stringify(settled)}\n`);
    else
      out(
        settled
          .map((attempt) => `${attempt.deliveryId} → ${printable(attempt.url)} ${outcomeText(attempt)}\n`)
          .join(''),
      );
    return settled.every(({ outcome }) => outcome.kind === 'answered') ? 0 : 1;
  },
};

/** An outcome as one short text. */
export function outcomeText({ outcome }: Pick<Attempt, 'outcome'>): string {
  if (outcome.kind === 'answered')
    return `${outcome.status} ${printable(outcome.statusText)} in ${Math.round(outcome.timings.totalMs)} ms`;
  return outcome.kind === 'failed' ? `failed: ${printable(outcome.reason)}` : 'pending';
}

async function untilSettled(client: ApiClient, attempts: readonly Attempt[], signal: AbortSignal): Promise<Attempt[]> {
  const settled = new Map<number, Attempt>();
  const open = new Set(attempts.map(({ id }) => id));
  while (open.size > 0 && !signal.aborted) {
    const deliveryIds = new Set(attempts.filter(({ id }) => open.has(id)).map(({ deliveryId }) => deliveryId));
    for (const id of deliveryIds) {
      for (const attempt of await client.call('listAttempts', { params: { id } })) {
        if (!open.has(attempt.id) || attempt.outcome.kind === 'pending') continue;
        settled.set(attempt.id, attempt);
        open.delete(attempt.id);
      }
    }
    if (open.size > 0) await wait(LOOK_EVERY_MS);
  }
  return attempts.map((attempt) => settled.get(attempt.id) ?? attempt);
}
