import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file of a folder: its name with its mode, when it was last changed, and the SHA-256 of what is in it. */
export function folderState(dir: string): Readonly<Record<string, string>> {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names.map((name) => {
      const { mode, mtimeMs } = lstatSync(join(dir, name));
      const isFile = lstatSync(join(dir, name)).isFile();
      const hash = isFile
        ? createHash('sha256')
            .update(readFileSync(join(dir, name)))
            .digest('hex')
        : '';
      return [name, `${mode.toString(8)} ${mtimeMs} ${hash}`];
    }),
  );
}
