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
