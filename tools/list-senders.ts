import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const FOLDER = path('../server/providers/senders/');

/** Where the list is written, and what `listSenders` is compared with. */
export const SENDERS_FILE: string = path('../server/providers/senders.ts');

/** A provider's file exports it by this line; what only helps one does not. */
const PROVIDER = /^export const (\w+)(?:: Provider = \{| = sender\()/m;

/** Files that may hold a provider, without their ending: `<id>`, or `<id>/<id>` where it has more than one. */
const candidates = (): readonly string[] =>
  readdirSync(FOLDER, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? `${entry.name}/${entry.name}.ts` : entry.name))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();

/** The text of senders.ts, as the folder has it: one line a provider, by file name. */
export function listSenders(): string {
  const lines = candidates().flatMap((file) => {
    const name = PROVIDER.exec(readFileSync(`${FOLDER}${file}.ts`, 'utf8'))?.[1];
    return name === undefined ? [] : [`export { ${name} } from './senders/${file}.ts';\n`];
  });
  return `/** Every provider, one line each. Written by \`node tools/list-senders.ts\`: do not change it by hand. */\n${lines.join('')}`;
}

if (import.meta.main) writeFileSync(SENDERS_FILE, listSenders());
