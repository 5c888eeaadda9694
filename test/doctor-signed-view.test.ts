import { describe, expect, test } from 'vitest';
import { showSigned } from '../server/doctor/signed-view.ts';

const view = (input: string | Uint8Array) => showSigned(typeof input === 'string' ? Buffer.from(input) : input);
const flat = (input: string | Uint8Array) =>
  view(input)
    .map(({ text, kind }) => (kind === 'text' ? text : `[${text}]`))
    .join('');

describe('the signed string for the eye', () => {
  test('plain text is one run', () => {
    expect(view('1768478400.{"a": 1}')).toEqual([{ kind: 'text', text: '1768478400.{"a": 1}' }]);
    expect(view('')).toEqual([]);
  });
  test.each([
    ['newline', 'a\nb', 'a[⏎\n]b'],
    ['CRLF', 'a\r\nb', 'a[␍⏎\n]b'],
    ['tab', '{\t"a"', '{[⇥]"a"'],
    ['blanks at the end', 'a  ', 'a[··]'],
    ['blanks at the end of a line', 'a \nb c', 'a[·⏎\n]b c'],
    ['byte order mark', '\ufeff{}', '[BOM]{}'],
    ['NUL', 'a\0b', 'a[U+0000]b'],
    ['no-break space', 'a\u00a0b', 'a[⍽]b'],
    ['zero-width space', 'a\u200bb', 'a[U+200B]b'],
    ['bidi override', 'a\u202eb', 'a[U+202E]b'],
    ['bidi isolate', 'a\u2066b\u2069', 'a[U+2066]b[U+2069]'],
    ['tag character beyond the first plane', 'a\u{e0041}b', 'a[U+E0041]b'],
    ['letters of any script', 'Zoë ☃ 漢字 👍', 'Zoë ☃ 漢字 👍'],
  ])('%s', (_, input, shown) => expect(flat(input)).toBe(shown));

  test('bytes that are no text are shown in hex, and the text around them stays', () => {
    expect(view(Buffer.from('Zo\xeb é'.replace('é', ''), 'latin1'))).toEqual([
      { kind: 'text', text: 'Zo' },
      { kind: 'escaped', text: '\\xEB' },
      { kind: 'invisible', text: '·' },
    ]);
    expect(flat(Buffer.from([0xc3, 0xab, 0xff, 0xc0, 0x80, 0x41]))).toBe('ë[\\xFF\\xC0\\x80]A');
    expect(flat(Buffer.from([0xed, 0xa0, 0x80]))).toBe('[\\xED\\xA0\\x80]');
  });
  test('no byte is lost: every string of two bytes is shown as something', () => {
    for (let first = 0; first < 256; first++) {
      for (let second = 0; second < 256; second++) {
        const shown = view(Uint8Array.of(first, second))
          .map(({ text }) => text)
          .join('');
        expect(shown.length).toBeGreaterThan(0);
      }
    }
  });
  test('a megabyte of broken text does not fail', () => {
    expect(view(Buffer.alloc(1_000_000, 0xeb))).toHaveLength(1);
    expect(view(Buffer.concat([Buffer.alloc(1_000_000, 'é'), Buffer.from([0xff])]))).toHaveLength(2);
  });
});
