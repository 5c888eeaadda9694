import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../server/cli/commands.ts';
import { PROBLEMS } from '../server/contract/problem.ts';
import { CODES } from '../server/doctor/codes.ts';
import { providers } from '../server/providers/index.ts';
import type { Provider } from '../server/providers/provider.ts';

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

  test('its numbers of providers, set-up requests and causes are true', () => {
    const readme = section('What it does');
    const sure = (level: Provider['confidence']) => providers.filter(({ confidence }) => confidence === level).length;
    const signing = providers.filter(({ signature }) => signature?.proves === 'bytes').length;
    const answering = providers.filter(({ setup }) => setup?.challenge !== undefined).length;
    for (const words of [
      `${providers.length} providers, offline: ${signing} sign their deliveries`,
      `${sure('confirmed')} confirmed, ${sure('likely')} likely, ${sure('uncertain')} uncertain`,
      `Set-up requests of ${answering} providers`,
      `${Object.keys(CODES).length} causes`,
    ])
      expect(readme).toContain(words);
  });

  test('its section Problems names every Problem, and nothing else', () => {
    expect(named('Problems').sort()).toEqual(Object.keys(PROBLEMS).sort());
  });
});
