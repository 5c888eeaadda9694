import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';
import type { Arguments, CommandContext } from './command.ts';
import { searchPages } from './search-pages.ts';
import { type Finding, findingOf, findingText, plainFinding } from './verify-finding.ts';
import { findEndpoint, toId } from './words.ts';

const LOOK_EVERY_MS = 100;

/** Check deliveries that are kept: 0 when every one is valid (a stale one is), else 1. */
export async function verifyStored({ flags, words }: Arguments, context: CommandContext): Promise<number> {
  const ids = words.map((word) => toId(word));
  const client = await context.api();
  const found: (Finding & { readonly id: number })[] = [];
  const take = (id: number, finding: Finding): void => {
    found.push({ id, ...finding });
    if (!context.json) context.out(findingText(finding, String(id)));
  };
  if (ids.length > 0) {
    for (const id of ids) take(id, await inFull(client, id));
  } else {
    const query =
      flags['endpoint'] === undefined ? '' : `endpoint:${(await findEndpoint(client, String(flags['endpoint']))).slug}`;
    await untilJudged(client, context);
    for await (const { deliveries } of searchPages(client, query))
      for (const { id, verdict } of deliveries)
        take(id, verdict.kind === 'invalid' ? await inFull(client, id) : plainFinding(verdict));
  }
  if (context.json) context.out(`${JSON.stringify(found)}\n`);
  const valid = found.filter(({ kind }) => kind === 'valid').length;
  if (ids.length !== 1) context.say(`${valid} of ${found.length} valid.`);
  return valid === found.length ? 0 : 1;
}

async function inFull(client: ApiClient, id: number): Promise<Finding> {
  return findingOf(await client.call('getVerification', { params: { id } }));
}

/** A secret may just have been added: the verdicts of the list are whole once nothing is judged again any more. */
async function untilJudged(client: ApiClient, { signal, say }: CommandContext): Promise<void> {
  for (let told = false; !signal.aborted; told = true) {
    const { judging, pendingDescriptions } = await client.call('status', {});
    if (judging.length === 0 && pendingDescriptions === 0) return;
    if (!told) say('Waiting until all deliveries are judged again.');
    await wait(LOOK_EVERY_MS);
  }
}
