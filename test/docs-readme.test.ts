import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../server/cli/commands.ts';
import { PROBLEMS } from '../server/contract/problem.ts';

/** The text under a heading of README.md, up to the next heading of the same or a higher level. */
function section(title: string): string {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const found = new RegExp(`^(#+) ${title}\\n([\\s\\S]*?)(?=^#{1,2} |(?![\\s\\S]))`, 'm').exec(readme);
  return found?.[2] ?? '';
}
/** What stands in code marks in the first column of the section's table. */
const named = (title: string): string[] =>
  [...section(title).matchAll(/^\| *`([^`]+)`/gm)].map((match) => match[1] ?? '');

describe('README.md', () => {
  test('its section Commands names every command, and nothing else', () => {
    expect(named('Commands').sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
  });

  test('its section Problems names every Problem, and nothing else', () => {
    expect(named('Problems').sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
