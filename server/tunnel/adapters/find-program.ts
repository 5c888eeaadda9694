import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Full path of `program` in the PATH of `env`, or null. */
export function findProgram(program: string, env: NodeJS.ProcessEnv): string | null {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const paths = folders.flatMap((folder) => endings.map((ending) => join(folder, `${program}${ending}`)));
  return paths.find(isExecutable) ?? null;
}

/** First group of `pattern` in what the program prints (on either stream) when called with `args`; null when it says nothing fitting. */
export function programVersion(path: string, args: readonly string[], pattern: RegExp, env: NodeJS.ProcessEnv) {
  return new Promise<string | null>((resolve) => {
    execFile(path, [...args], { timeout: 5_000, env, windowsHide: true }, (_error, stdout, stderr) => {
      resolve(pattern.exec(`${stdout}\n${stderr}`)?.[1] ?? null);
    });
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
