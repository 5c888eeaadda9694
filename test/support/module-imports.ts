import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Import {
  readonly from: string;
  readonly line: number;
}

/** Every module of the program, as a path from the repository's root. */
export const modules: readonly string[] = ['server', 'electron', 'renderer']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  )
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => path.split(sep).join('/'));

export const textOf = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A module's text without its comments, its lines where they were. */
export const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' ')).replace(/^\s*\/\/.*$/gm, '');

/** What a module imports or re-exports, types too, in the order of its text. */
export function importsOf(text: string): readonly Import[] {
  const forms = [
    /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*'([^']+)'/gm,
    /^\s*import\s*'([^']+)'/gm,
    /\b(?:import|require)\(\s*'([^']+)'/g,
  ];
  return forms.flatMap((form) =>
    [...text.matchAll(form)].map((match) => ({
      from: match[1] as string,
      line: text.slice(0, match.index).split('\n').length,
    })),
  );
}

/** What a relative import of the module at `path` leads to, from the repository's root. */
export const targetOf = (path: string, from: string): string =>
  relative(ROOT, resolve(ROOT, dirname(path), from))
    .split(sep)
    .join('/');
