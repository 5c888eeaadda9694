import { describe, expect, test } from 'vitest';
import { copyText, jsonPath, jsonText, visibleRows } from '../renderer/view/json-rows.ts';
import { lineAndColumn, nodeAt, scanJson } from '../renderer/view/json-tree.ts';
import { prettyJson } from '../renderer/view/pretty-json.ts';

const TEXT = '{"b":1,"b":2,"10":[true,null,{"a b":"x\\n\\u00e9"}],"big":12345678901234567890.10,"e":{}}';

describe('the JSON tree', () => {
  const tree = scanJson(TEXT);
  const nodes = Array.from({ length: tree.count }, (_, at) => at);

  test('keeps repeated keys, their order and every digit', () => {
    expect(tree.problem).toBe(null);
    const top = nodes.filter((at) => nodeAt(tree, at).parent === 0);
    expect(top.map((at) => nodeAt(tree, at).key)).toEqual(['"b"', '"b"', '"10"', '"big"', '"e"']);
    expect(top.map((at) => jsonText(tree, at))).toEqual([
      '1',
      '2',
      '[true,null,{"a b":"x\\n\\u00e9"}]',
      '12345678901234567890.10',
      '{}',
    ]);
  });
  test('writes the path of a node, and copies a string by its characters', () => {
    const leaf = nodes.find((at) => nodeAt(tree, at).key === '"a b"') as number;
    expect(jsonPath(tree, leaf)).toBe('$["10"][2]["a b"]');
    expect(copyText(tree, leaf)).toBe('x\né');
    expect(jsonPath(tree, 0)).toBe('$');
  });
  test('shows the lines that are open, and hides what is inside a closed one', () => {
    expect(visibleRows(tree, new Set()).map(({ depth }) => depth)).toEqual([0, 1, 1, 1, 2, 2, 2, 3, 1, 1]);
    const array = nodes.find((at) => nodeAt(tree, at).kind === 'array') as number;
    expect(visibleRows(tree, new Set([array])).length).toBe(6);
    expect(visibleRows(tree, new Set([0])).length).toBe(1);
  });
  test.each([
    ['', 'The text ends in the middle', 0],
    ['{"a":1', 'The text ends in the middle', 6],
    ['{"a" 1}', 'A colon is missing after the key', 5],
    ['{a:1}', 'A key in quotation marks is missing', 1],
    ['[1 2]', 'A comma or “]” is missing', 3],
    ['[1,]', 'A value is missing', 3],
    ['{"a":1,}', 'A key in quotation marks is missing', 7],
    ['[01]', 'A comma or “]” is missing', 2],
    ['["\\x"]', 'A string is not closed or holds a wrong escape', 1],
    ['1 2', 'More text follows after the value', 2],
    ['nul', 'A value is missing', 0],
  ])('tells where %j stops being JSON', (text, sentence, at) => {
    expect(scanJson(text).problem).toEqual({ sentence, at });
  });
  test('agrees with JSON.parse on what is JSON', () => {
    for (const text of [
      '0',
      '-0.0e+1',
      '"\\ud800"',
      ' [ ] ',
      '{"":""}',
      '[[],{}]',
      'true',
      '\t"a"\r\n',
      '1.',
      '.5',
      '+1',
      '"\t"',
      'NaN',
      "'a'",
      '{"a":1}}',
    ]) {
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      expect([text, scanJson(text).problem === null]).toEqual([text, parses]);
    }
  });
  test('does not fall over deep nesting, and stops at its bound', () => {
    const deep = scanJson('['.repeat(200_000) + ']'.repeat(200_000));
    expect([deep.count, deep.problem]).toEqual([200_000, null]);
    const capped = scanJson(`[${'1,'.repeat(5_000)}1]`, 1_000);
    expect([capped.capped, capped.count]).toEqual([true, 1_000]);
    expect(visibleRows(capped, new Set()).length).toBe(1_000);
  });
  test('takes a string of many megabytes', () => {
    const { count, problem } = scanJson(`["${'ab\\n'.repeat(3_000_000)}"]`);
    expect([count, problem]).toEqual([2, null]);
  });
  test('tells line and column', () => {
    expect(lineAndColumn('{\n  "a": x', 9)).toEqual({ line: 2, column: 8 });
  });
});

describe('pretty JSON', () => {
  test('changes only the blanks between tokens', () => {
    const pretty = prettyJson(TEXT);
    expect(pretty.replace(/\s/g, '')).toBe(TEXT.replace(/\s/g, ''));
    expect(pretty.split('\n').slice(0, 5)).toEqual(['{', '  "b": 1,', '  "b": 2,', '  "10": [', '    true,']);
    expect(pretty).toContain('"e": {}');
  });
  test('is what JSON.stringify prints, for what JSON.stringify can print', () => {
    const value = { a: [1, 'two', { b: null }], c: {}, d: [], e: 'quote " and \\ and \n', f: [[true]] };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
    expect(prettyJson(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2));
  });
  test('goes as far as a text that is cut or wrong', () => {
    expect(prettyJson('{"a":[1,{"b":"unfini')).toBe('{\n  "a": [\n    1,\n    {\n      "b": "unfini');
    expect(prettyJson('{a: undefined, b c}')).toBe('{\n  a: undefined,\n  b c\n}');
  });
  test('does not grow without bounds on deep nesting', () => {
    expect(prettyJson('['.repeat(10_000)).length).toBeLessThan(1_300_000);
  });
});
