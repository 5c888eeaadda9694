import { readVectors } from '../api/vectors-input.ts';
import { Problem } from '../contract/problem.ts';
import { judgeVectors } from '../providers/vectors.ts';
import type { Arguments, CommandContext } from './command.ts';
import { readJson } from './input-file.ts';
import { table } from './table.ts';

/** Judge a file of examples, each at its own time: 0 when every one gives what it expects, else 1. */
export async function verifyVectors({ flags }: Arguments, { json, out, say }: CommandContext): Promise<number> {
  const { total, agreed, disagreed } = judgeVectors(await readExamples(String(flags['vectors'])));
  const code = disagreed.length === 0 ? 0 : 1;
  if (json) {
    out(`${JSON.stringify({ total, agreed, disagreed })}\n`);
    return code;
  }
  if (disagreed.length > 0) {
    const rows = disagreed.map(({ id, provider, expected, got, reason }) => [id, provider, expected, got, reason]);
    out(table([['EXAMPLE', 'PROVIDER', 'EXPECTED', 'GOT', 'REASON'], ...rows]));
  }
  say(`${agreed} of ${total} agree.`);
  return code;
}

/** The examples of a file. Throws Problem `wrong-use` naming the file, and the first example that lacks something. */
async function readExamples(file: string): Promise<ReturnType<typeof readVectors>> {
  const given = await readJson('--vectors', file);
  try {
    return readVectors(given);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new Problem('wrong-use', `--vectors ${file}: ${error.detail ?? error.message}`);
  }
}
