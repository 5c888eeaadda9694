import { describe, expect, test } from 'vitest';
import { NONE, ONE, TWO } from '../renderer/hooks/command.ts';
import { COMMANDS, commandFor } from '../renderer/shell/commands.ts';

describe('commands', () => {
  const press = (key: string, part: Partial<KeyboardEvent> = {}) => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...part,
  });
  test.each([
    [press('r'), 'replay'],
    [press('R', { shiftKey: true }), 'edit-replay'],
    [press('?', { shiftKey: true }), 'help'],
    [press('/'), 'search'],
    [press('Backspace'), 'delete'],
    [press('k', { metaKey: true }), 'palette'],
    [press('k'), 'previous'],
    [press('r', { ctrlKey: true }), null],
    [press('r', { altKey: true }), null],
  ] as const)('key %#', (key, command) => {
    expect(commandFor(key, 'page')?.id ?? null).toBe(command);
  });
  test('only combinations count while text is written', () => {
    expect(commandFor(press('r'), 'typing')).toBe(null);
    expect(commandFor(press('k', { ctrlKey: true }), 'typing')?.id).toBe('palette');
  });
  test('have keys and ids of their own', () => {
    const keys = COMMANDS.flatMap((command) => command.key ?? []);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  });
  test('are reached by the key that is shown for them, and by no other', () => {
    for (const command of COMMANDS) {
      if (command.key === null) continue;
      const parts = command.key.split('+');
      const of = { shiftKey: parts.includes('Shift'), ctrlKey: parts.includes('Mod') };
      expect(commandFor(press(parts.at(-1) ?? '', of), 'page'), command.key).toBe(command);
    }
    expect(commandFor(press('K', { ctrlKey: true, shiftKey: true }), 'page')).toBe(null);
  });
  test('stand together in the palette and in the context menu as their headings and lines part them', () => {
    for (const place of ['group', 'menu'] as const) {
      const parts = COMMANDS.flatMap((command) => command[place] ?? []);
      const runs = parts.filter((part, at) => part !== parts[at - 1]);
      expect(runs).toEqual([...new Set(parts)]);
    }
    expect(COMMANDS.filter(({ menu, icon }) => menu !== undefined && icon === null)).toEqual([]);
  });
  test('need what they say', () => {
    expect([TWO.isPossible(1), TWO.isPossible(2), ONE.isPossible(2), NONE.isPossible(0)]).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });
});
