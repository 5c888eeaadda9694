import { readFileSync } from 'node:fs';
import { Problem } from '../contract/problem.ts';

/** Bytes of a file named on the command line; `-` is stdin. Throws Problem `wrong-use` naming the flag and the reason. */
export function readInput(flag: string, file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Problem('wrong-use', `${flag} ${file}: ${reason}`);
  }
}

/** A secret from a file, as text. Editors end a file with a line feed: exactly one, LF or CRLF, is not part of the secret. */
export function readSecret(flag: string, file: string): string {
  const text = readInput(flag, file)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text === '') throw new Problem('wrong-use', `${flag} ${file} is empty`);
  return text;
}

/** A JSON file. Throws Problem `wrong-use` where it is none. */
export function readJson(flag: string, file: string): unknown {
  const text = readInput(flag, file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem('wrong-use', `${flag} ${file} is not JSON: ${(error as Error).message}`);
  }
}

/** `NAME=FILE` pairs of `--extra` as the second inputs of a credential. Throws Problem `wrong-use` for anything else. */
export function readExtras(given: unknown): Readonly<Record<string, string>> {
  const pairs = Array.isArray(given) ? given.map(String) : [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1 || at === pair.length - 1)
        throw new Problem('wrong-use', '--extra takes NAME=FILE, for example publicKey=key.pem');
      return [pair.slice(0, at), readSecret('--extra', pair.slice(at + 1))];
    }),
  );
}
