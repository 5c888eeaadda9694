import { describe, expect, test } from 'vitest';
import { AS_WRITTEN, COMPACT, ESCAPINGS, LAYOUTS, MOST_PRINTED, printJson } from '../server/doctor/json-print.ts';
import { escapable, parseJsonTree, sortedTree, withEmpties, withNumbers } from '../server/doctor/json-tree.ts';
import { JSON_BODIES } from './doctor-corpus/bodies.ts';

const layout = (name: RegExp) => LAYOUTS.find((one) => name.test(one.name))!;
const TEXTS = [...Object.values(JSON_BODIES), '[]', '{}', '[[],{}]', '{"a":[{"b":[]},[1,[2]]],"":{}}', '"é"', '12'];

describe('printing JSON', () => {
  test.each([
    ['compact', COMPACT, undefined],
    ['2 blanks', layout(/^JSON indented by 2 blanks$/), 2],
    ['4 blanks', layout(/^JSON indented by 4 blanks$/), 4],
    ['tabs', layout(/^JSON indented by tabs$/), '\t'],
  ] as const)('in %s is what JSON.stringify prints', (_, one, indent) => {
    const js = ESCAPINGS.find(({ name }) => name.includes('JavaScript'))!;
    for (const text of TEXTS.filter((one) => !/\d\.\d*0\b/.test(one)))
      expect(printJson(parseJsonTree(text)!, one, js)).toBe(JSON.stringify(JSON.parse(text), null, indent));
  });

  test('says the same in every layout and way of escaping', () => {
    for (const text of TEXTS)
      for (const one of LAYOUTS)
        for (const escaping of ESCAPINGS)
          expect(JSON.parse(printJson(parseJsonTree(text)!, one, escaping))).toEqual(JSON.parse(text));
  });

  test('writes strings that no printer escapes as they stand, and names all others', () => {
    const tree = parseJsonTree(JSON.stringify(Object.fromEntries(TEXTS.map((text, at) => [`k${at}`, text]))))!;
    const plain = parseJsonTree(
      String.raw`["plain text, 1 (2) [3] {4}?!:;.*@#%$|~^_-", "é", "a/b", "=", "+", "'", "\n", "<", "\\"]`,
    )!;
    expect(escapable(plain).size).toBeGreaterThanOrEqual(8);
    for (const escaping of ESCAPINGS)
      for (const text of escapable(tree)) expect(JSON.parse(escaping.write(text))).toBe(text.value);
  });

  test('takes no character for plain that some way of escaping writes otherwise', () => {
    const chars = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at));
    const tree = parseJsonTree(JSON.stringify(chars))!;
    const fresh = chars.map((value) => ({
      kind: 'string' as const,
      text: JSON.stringify(value),
      value,
      isPlain: false,
    }));
    const escaped = fresh.filter((text) => ESCAPINGS.some(({ write }) => write(text) !== text.text));
    const open = new Set([...escapable(tree)].map(({ value }) => value));
    expect(escaped.map(({ value }) => value).filter((value) => !open.has(value))).toEqual([]);
  });

  test('stops where nesting makes the text grow without bound', () => {
    const deep = `${'['.repeat(190)}${'1,'.repeat(50_000)}1${']'.repeat(190)}`;
    for (const one of LAYOUTS) {
      const length = printJson(parseJsonTree(deep)!, one, AS_WRITTEN).length;
      expect(length).toBeLessThan(MOST_PRINTED + 190 * 190 * 10);
    }
  });
});

test('a transformation that changes nothing gives the same tree', () => {
  const tree = parseJsonTree('{"a":[1,{"b":2}],"c":"d"}')!;
  expect(sortedTree(tree)).toBe(tree);
  expect(withNumbers(tree, ['1', '2'])).toBe(tree);
  expect(withEmpties(tree, [])).toBe(tree);
  const other = parseJsonTree('{"c":[],"a":{"z":1,"b":2}}')!;
  const print = (one: typeof other) => printJson(one, COMPACT, AS_WRITTEN);
  expect(print(sortedTree(other))).toBe('{"a":{"b":2,"z":1},"c":[]}');
  expect(print(withNumbers(other, ['1.0', '2']))).toBe('{"c":[],"a":{"z":1.0,"b":2}}');
  expect(print(withEmpties(other, ['object']))).toBe('{"c":{},"a":{"z":1,"b":2}}');
});
