import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { plainText } from './plain-text.ts';
import { programCommand } from './program-command.ts';

const MOST_CHARS = 60;

/** Full path of `program` in the PATH of `env`, or null. On Windows the program itself is preferred to a script in front of it. */
export function findProgram(program: string, env: NodeJS.ProcessEnv): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = endings.flatMap((ending) => folders.map((folder) => join(folder, `${program}${ending}`)));
  return paths.find(isExecutable) ?? null;
}

/**
 * First group of `pattern` in what the program prints (on either stream) when called with `args`; null when it says nothing fitting or
 * cannot be called. Never rejects.
 */
export async function programVersion(path: string, args: readonly string[], pattern: RegExp, env: NodeJS.ProcessEnv) {
  try {
    const { file, args: all, verbatim } = programCommand(path, args, env);
    const options = { timeout: 5_000, env, windowsHide: true, windowsVerbatimArguments: verbatim };
    return await new Promise<string | null>((resolve) => {
      execFile(file, [...all], options, (_error, stdout, stderr) => {
        const said = pattern.exec(`${stdout}\n${stderr}`)?.[1];
        resolve(said === undefined ? null : plainText(said, MOST_CHARS) || null);
      });
    });
  } catch {
    return null;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
