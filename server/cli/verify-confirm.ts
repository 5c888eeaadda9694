import { printable } from '../contract/invisible.ts';
import type { Arguments, CommandContext } from './command.ts';
import { toId } from './words.ts';

/** Confirm the subscription that one delivery asks for. Throws the Problem of the server where it will not or cannot: exit code 1. */
export async function verifyConfirm({ words }: Arguments, context: CommandContext): Promise<number> {
  const id = toId(words[0] ?? '');
  const client = await context.api();
  const { sentence } = await client.call('confirmSubscription', { params: { id } });
  context.out(context.json ? `${JSON.stringify({ id, sentence })}\n` : `${id}  confirmed  ${printable(sentence)}\n`);
  return 0;
}
