import { describe, expect, test } from 'vitest';
import { look } from './support/look-at-body.ts';

const utf16le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const utf16be = (text: string): Buffer => utf16le(text).swap16();
const utf32 = (text: string, little: boolean): Buffer =>
  Buffer.concat(
    [...text].map((char) => {
      const four = Buffer.alloc(4);
      if (little) four.writeUInt32LE(char.codePointAt(0) ?? 0);
      else four.writeUInt32BE(char.codePointAt(0) ?? 0);
      return four;
    }),
  );

describe('a charset', () => {
  test.each([
    [
      'XML’s own ISO-8859-1',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>caf\xe9</a>', 'latin1'),
      'application/xml',
      'café',
      'as the document declares',
    ],
    [
      'XML’s own windows-1252',
      Buffer.from("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", 'latin1'),
      'text/xml',
      '€',
      'as the document declares',
    ],
    [
      'XML’s own Shift_JIS',
      Buffer.concat([
        Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><a>'),
        Buffer.from([0x93, 0xfa]),
        Buffer.from('</a>'),
      ]),
      'text/xml',
      '日',
      'as the document declares',
    ],
    [
      'the type’s charset before the document’s',
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><a>\xe9</a>', 'latin1'),
      'text/xml; charset=iso-8859-1',
      'é',
      'The document itself declares',
    ],
    [
      'UTF-8 that calls itself UTF-16',
      '<?xml version="1.0" encoding="utf-16"?><a>é</a>',
      'text/xml',
      '<a>é</a>',
      'The document says utf-16, but the bytes are UTF-8',
    ],
    [
      'UTF-16 with its declaration',
      utf16le('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'),
      'application/xml',
      '<a>é</a>',
      'Read as utf-16le',
    ],
    [
      'UTF-16LE by the type, no mark',
      utf16le('<a>café</a>'),
      'text/xml; charset=utf-16le',
      '<a>café</a>',
      'as its type says',
    ],
    [
      'UTF-16BE by the type, no mark',
      utf16be('<a>café</a>'),
      'text/xml; charset="UTF-16BE"',
      '<a>café</a>',
      'as its type says',
    ],
    [
      'utf-16 by the type, in fact big-endian',
      utf16be('{"a":"é"}'),
      'application/json; charset=utf-16',
      '{"a":"é"}',
      'Read as utf-16be',
    ],
    [
      'UTF-16LE by the type, letters that have no zero bytes',
      utf16le('日本語の文章です'),
      'text/plain; charset=utf-16le',
      '日本語の文章です',
      'as its type says',
    ],
    [
      'UTF-16LE that nobody announced',
      utf16le('{"a":"café"}'),
      'application/json',
      '{"a":"café"}',
      'as its zero bytes show',
    ],
    ['UTF-16BE that nobody announced', utf16be('plain words'), null, 'plain words', 'as its zero bytes show'],
    [
      'UTF-16 under charset=utf-8',
      utf16le('{"a":"café"}'),
      'application/json; charset=utf-8',
      '{"a":"café"}',
      'Its type says utf-8, but the bytes are utf-16le',
    ],
    ['UTF-32LE without Latin letters', utf32('日本語の文', true), 'text/plain', '日本語の文', 'utf-32le'],
    ['UTF-32BE without Latin letters', utf32('日本語の文', false), null, '日本語の文', 'utf-32be'],
    [
      'a blank for the semicolon',
      Buffer.from('caf\xe9', 'latin1'),
      'text/plain charset=iso-8859-1',
      'café',
      'windows-1252',
    ],
    ['a comma for it', Buffer.from('caf\xe9', 'latin1'), 'text/plain, charset="iso-8859-1"', 'café', 'windows-1252'],
    [
      'XML that curl -d sent',
      Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>', 'latin1'),
      'application/x-www-form-urlencoded',
      '<a>é</a>',
      'as the document declares',
    ],
    ['text with zeros behind it', '{"a":"é"}\0\0\0', null, '{"a":"é"}', ''],
    ['UTF-32LE', utf32('{"a":"🐕"}', true), 'application/json', '{"a":"🐕"}', 'utf-32le'],
    [
      'UTF-32BE with its mark',
      Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), utf32('word', false)]),
      'text/plain',
      'word',
      'UTF-32BE byte order mark',
    ],
    [
      'a name in odd quotation marks',
      Buffer.from('caf\xe9', 'latin1'),
      "text/plain; charset='iso-8859-1'",
      'café',
      'windows-1252',
    ],
    ['a name that no standard has', 'café', 'application/json; charset=utf8mb4', 'café', ''],
    [
      'an unknown name',
      'café',
      'text/plain; charset=klingon',
      'café',
      'names the charset “klingon”, which is not known here',
    ],
    [
      'us-ascii, in fact UTF-8',
      'café',
      'text/plain; charset=us-ascii',
      'café',
      'Its type says us-ascii, but the bytes are UTF-8',
    ],
    ['latin-1, though UTF-8 would fit', 'café', 'text/plain; charset=iso-8859-1', 'cafÃ©', 'would fit UTF-8 too'],
    [
      'an HTML meta element',
      Buffer.from('<meta charset=iso-8859-2><p>\xb1', 'latin1'),
      'text/html',
      'ą',
      'as the document declares',
    ],
  ] as const)('%s', async (_, body, type, part, note) => {
    const { text, notes, kind } = await look(body, type);
    expect(kind).not.toBe('binary');
    expect(text).toContain(part);
    expect(notes.join(' · ')).toContain(note);
  });
});
