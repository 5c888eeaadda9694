import { describe, expect, test } from 'vitest';
import { asNumber, exactJson, printedJson } from '../server/providers/reading/exact-json.ts';
import { asText, memberAt } from '../server/providers/reading/source.ts';

const at = (text: string, path: string): string | undefined => asText(memberAt(exactJson(text), path.split('.')));

describe('a number in JSON is read as it was written', () => {
  test.each([
    '9007199254740993',
    '-9007199254740993',
    '820982911946154508',
    '12345678901234567890123456789012345678901234567890',
    '1.0',
    '1',
    '1e21',
    '1E+21',
    '-0',
    '-0.0',
    '0',
    '2.50',
    '0.1',
    '0.30000000000000004',
    '0.123456789012345678901234567890',
    '1e400',
    '5e-324',
    '0.0000001',
    '100000000000000000000000',
  ])('%s', (digits) => {
    expect(at(`{"a":{"b":[null,${digits}]}}`, 'a.b.1')).toBe(digits);
    expect(at(`[ ${digits}\n]`, '0')).toBe(digits);
    expect(at(`{"z":"\\\\\\" , ${digits}","a" :\t${digits} }`, 'a')).toBe(digits);
    expect(asNumber(memberAt(exactJson(`{"a":${digits}}`), ['a']))).toBe(Number(digits));
    expect(printedJson(exactJson(`{"a":${digits},"b":[${digits}]}`))).toBe(`{"a":${digits},"b":[${digits}]}`);
  });
});

test('texts of digits stay texts, and nothing else changes', () => {
  const body =
    '{"id":"9007199254740993","s":" 1.0, -0 ","n":1.0,"t":true,"f":false,"z":null,"u":"\\ud83d\\ude00\\"]}"}';
  const read = exactJson(body) as Record<string, unknown>;
  const { n, ...others } = read;
  expect(asText(n)).toBe('1.0');
  const { n: _, ...expected } = JSON.parse(body) as Record<string, unknown>;
  expect(others).toEqual(expected);
});

test('of two equal keys the last counts, whatever the first held', () => {
  expect(at('{"a":1.0,"a":2}', 'a')).toBe('2');
  expect(at('{"a":{"x":1.0},"a":{"x":2.0}}', 'a.x')).toBe('2.0');
  expect(at('{"a":{"x":1.0},"a":3.0}', 'a.x')).toBeUndefined();
  expect(at('{"\\u0061":1.0,"a":9007199254740993}', 'a')).toBe('9007199254740993');
});

test('__proto__ and constructor are keys like any other', () => {
  const read = exactJson('{"__proto__":{"polluted":1.0},"constructor":{"prototype":{"polluted":1.0}}}');
  expect(asText(memberAt(read, ['__proto__', 'polluted']))).toBe('1.0');
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test.each(['', '{', '{"a":1.0', '[1.0,]', '01', '+1', '1.', 'NaN', '{"a":1.0} x', "{'a':1.0}"])(
  'what is no JSON is nothing: %j',
  (text) => {
    expect(exactJson(text)).toBeUndefined();
  },
);

test('depth and length do not matter', () => {
  const levels = 200_000;
  let read = exactJson(`${'['.repeat(levels)}1.0${']'.repeat(levels)}`);
  for (let level = 1; level < levels; level++) read = (read as unknown[])[0];
  expect(asText((read as unknown[])[0])).toBe('1.0');
  expect(at(`${'{"a":'.repeat(levels)}1.0${'}'.repeat(levels)}`, 'a.a.a.b')).toBeUndefined();
  for (const part of ['\\"', '\\u0000', 'x', ' 1.0,'])
    expect(at(`{"long":"${part.repeat(3_000_000)}","id":9007199254740993}`, 'id')).toBe('9007199254740993');
});
