import { readVectors } from '../api/vectors-input.ts';
import { Problem } from '../contract/problem.ts';
import { vectorCause } from '../doctor/vector-causes.ts';
import { judgeVectors } from '../providers/vectors.ts';
import type { Arguments, CommandContext } from './command.ts';
import { readJson } from './input-file.ts';
import { table } from './table.ts';

/**
 * Judge a file of examples, each at its own time: 0 when every one gives what it expects, else 1. With `--causes` the doctor
 * names the cause of each, and one that is not the example's own `failure` counts as well.
 */
export async function verifyVectors({ flags }: Arguments, { json, out, say }: CommandContext): Promise<number> {
  const examples = await readExamples(String(flags['vectors']));
  const { total, agreed, disagreed } = judgeVectors(examples);
  const causes = flags['causes'] === true ? examples.map(vectorCause) : null;
  const named = causes?.filter(({ agrees }) => agrees).length ?? total;
  const code = disagreed.length === 0 && named === total ? 0 : 1;
  if (json) {
    out(`${JSON.stringify({ total, agreed, disagreed, ...(causes === null ? {} : { named, causes }) })}\n`);
    return code;
  }
  if (disagreed.length > 0) {
    const rows = disagreed.map(({ id, provider, expected, got, reason }) => [id, provider, expected, got, reason]);
    out(table([['EXAMPLE', 'PROVIDER', 'EXPECTED', 'GOT', 'REASON'], ...rows]));
  }
  say(`${agreed} of ${total} agree.`);
  if (causes === null) return code;
  const rows = causes.map(({ id, provider, cause, named: code, also, agrees }) => [
    id,
    provider,
    cause ?? '-',
    [code ?? '-', also].filter((part) => part !== null).join(' + '),
    agrees ? '' : 'another',
  ]);
  out(table([['EXAMPLE', 'PROVIDER', 'CAUSE', 'NAMED', ''], ...rows]));
  say(`The cause of ${named} of ${total} is the expected one.`);
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
