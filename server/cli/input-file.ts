import { Problem } from '../contract/problem.ts';
import { readBounded, TooMuch } from './read-bounded.ts';
import { systemReason } from './system-error.ts';
import { sizeText } from './table.ts';

const MIB = 1_048_576;
/** Above what any secret, key or recipe is. */
const SMALL_BYTES = MIB;
/** Above the usual cap of a captured body, head and chunk borders included. */
const REQUEST_BYTES = 64 * MIB;
const JSON_BYTES = 32 * MIB;

/**
 * Bytes of a file named on the command line; `-` is stdin. Reading waits for a pipe without holding the process, and never takes
 * more than `mostBytes`. Throws Problem `wrong-use` naming the flag and the reason.
 */
export async function readInput(flag: string, file: string, mostBytes = REQUEST_BYTES): Promise<Buffer> {
  try {
    return await readBounded(file, mostBytes);
  } catch (error) {
    const reason = error instanceof TooMuch ? `it is larger than ${sizeText(mostBytes)}` : systemReason(error);
    throw new Problem('wrong-use', `${flag} ${file}: ${reason}`);
  }
}

/** A secret from a file, as text. Editors end a file with a line feed: exactly one, LF or CRLF, is not part of the secret. */
export async function readSecret(flag: string, file: string): Promise<string> {
  const text = (await readInput(flag, file, SMALL_BYTES)).toString('utf8').replace(/\r?\n$/, '');
  if (text === '') throw new Problem('wrong-use', `${flag} ${file} is empty`);
  return text;
}

/** A JSON file. Throws Problem `wrong-use` where it is none. */
export async function readJson(flag: string, file: string): Promise<unknown> {
  const text = (await readInput(flag, file, JSON_BYTES)).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('wrong-use', `${flag} ${file} is not JSON: ${(error as Error).message}`);
  }
}

/** `NAME=FILE` pairs of `--extra` as the second inputs of a credential. Throws Problem `wrong-use` for anything else. */
export async function readExtras(given: unknown): Promise<Readonly<Record<string, string>>> {
  const pairs = Array.isArray(given) ? given.map(String) : [];
  const extras: [string, string][] = [];
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    if (at < 1 || at === pair.length - 1)
      throw new Problem('wrong-use', '--extra takes NAME=FILE, for example publicKey=key.pem');
    extras.push([pair.slice(0, at), await readSecret('--extra', pair.slice(at + 1))]);
  }
  return Object.fromEntries(extras);
}
