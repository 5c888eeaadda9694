import { expect, test } from 'vitest';
import { fileName } from '../renderer/view/file-name.ts';

test.each([
  ['invoice.pdf', 'invoice.pdf'],
  ['Rechnung für Ü.pdf', 'Rechnung für Ü.pdf'],
  ['invoice\u202efdp.exe', 'invoice_fdp.exe'],
  ['invoice.pdf\u200b.exe', 'invoice.pdf_.exe'],
  ['../../etc/passwd', '_.._etc_passwd'],
  ['C:\\Windows\\evil.dll', 'C__Windows_evil.dll'],
  ['.bashrc', 'bashrc'],
  ['name.txt. . ', 'name.txt'],
  ['a\u0000b\r\nc.txt', 'a_b__c.txt'],
  ['NUL', '_NUL'],
  ['com1.txt', '_com1.txt'],
  ['', 'body.bin'],
  ['\u202e\u200b', '__'],
  ['...', 'body.bin'],
])('%j is kept as %j', (given, kept) => {
  expect(fileName(given)).toBe(kept);
});

test('a long name is cut before its ending, between characters', () => {
  const name = fileName(`${'😀'.repeat(100_000)}.json`);
  expect(name).toBe(`${'😀'.repeat(115)}.json`);
});
