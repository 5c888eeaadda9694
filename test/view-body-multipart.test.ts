import { describe, expect, test } from 'vitest';
import { type Body, bytesOf, look } from './support/look-at-body.ts';
import { PNG } from './support/made-delivery.ts';

describe('multipart', () => {
  const part = (headers: string, content: Body): Buffer =>
    Buffer.concat([Buffer.from(`--b\r\n${headers}\r\n\r\n`, 'latin1'), bytesOf(content), Buffer.from('\r\n')]);
  const end = Buffer.from('--b--\r\n');
  const type = 'multipart/form-data; boundary=b';
  test('an image among its parts is no fault of the whole', async () => {
    const body = Buffer.concat([
      part('Content-Disposition: form-data; name="note"', 'two\r\nlines'),
      part('Content-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png', PNG),
      end,
    ]);
    const { notes, parts, text } = await look(body, type);
    expect(notes).toEqual([]);
    expect(parts?.map(({ kind, notes: own }) => [kind, own])).toEqual([
      ['text', ['CRLF line ends']],
      ['image', []],
    ]);
    expect(text).toContain('name="note"');
  });
  test('what is odd is told of its part', async () => {
    const body = Buffer.concat([part('Content-Disposition: form-data; name="a"', Uint8Array.from([0x61, 0xff])), end]);
    const { notes, parts } = await look(body, type);
    expect([notes, parts?.[0]?.notes]).toEqual([[], ['Not valid UTF-8, first at byte 1']]);
  });
  test('a part is read in its own charset', async () => {
    const body = Buffer.concat([
      part(
        'Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=iso-8859-1',
        Uint8Array.from([0xe9]),
      ),
      end,
    ]);
    expect((await look(body, type)).parts?.[0]?.text).toBe('é');
  });
  test.each([
    ["filename*=UTF-8''na%C3%AFve%20plan.txt", 'naïve plan.txt'],
    ["filename*=iso-8859-1'en'%A3.txt", '£.txt'],
    ['filename="plain.txt"; filename*=utf-8\'\'%E2%82%AC.txt', '€.txt'],
    ['filename*0="one "; filename*1="two.txt"', 'one two.txt'],
    ["filename*=UTF-8''%zz", '%zz'],
    ['filename="C:\\temp\\x.txt"', 'C:\\temp\\x.txt'],
    ['filename="caf\xc3\xa9.txt"', 'café.txt'],
  ])('%s', async (parameter, filename) => {
    const body = Buffer.concat([part(`Content-Disposition: form-data; name="a"; ${parameter}`, 'x'), end]);
    expect((await look(body, type)).parts?.[0]?.filename).toBe(filename);
  });
  test('a folded header line is read', async () => {
    const body = Buffer.concat([part('Content-Disposition: form-data;\r\n  name="folded"', 'x'), end]);
    expect((await look(body, type)).parts?.[0]?.name).toBe('folded');
  });
  test('parts have parts, and a boundary may begin with the outer one', async () => {
    const inner = '--bb\r\nContent-Type: text/plain\r\n\r\ninside\r\n--bb--';
    const body = Buffer.concat([part('Content-Type: multipart/mixed; boundary=bb', inner), end]);
    const { parts } = await look(body, 'multipart/related; boundary="b"');
    expect(parts?.[0]?.parts.map(({ text, from, to }) => [text, body.subarray(from, to).toString()])).toEqual([
      ['inside', 'inside'],
    ]);
  });
  test.each([
    ['no boundary', 'multipart/form-data', 'names no boundary'],
    ['another boundary', 'multipart/form-data; boundary=other', 'The boundary of its type is not in it'],
  ])('%s in its type is made up for', async (_, wrong, note) => {
    const { parts, notes } = await look(
      Buffer.concat([part('Content-Disposition: form-data; name="a"', 'x'), end]),
      wrong,
    );
    expect([parts?.length, notes.join(' ')]).toEqual([1, expect.stringContaining(note)]);
  });
  const lines = (...all: readonly string[]): string => all.join('\r\n');
  const form = lines('--b', 'Content-Disposition: form-data; name="a"', '', 'caf\u00e9', '--b--', '');
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream'])(
    'a form that was sent as %s is one',
    async (type) => {
      const { kind, parts, notes } = await look(form, type);
      expect([kind, parts?.map(({ name, text }) => [name, text])]).toEqual(['multipart', [['a', 'caf\u00e9']]]);
      expect(notes).toContain(`Its type says ${type}, but it is a multipart form`);
    },
  );
  test('a text that begins with two strokes is none', async () => {
    for (const text of ['--b\n\ntext', '-- sql comment\nselect 1', '--b\r\nContent-Type: text/plain\r\n\r\nx'])
      expect((await look(text, 'text/plain')).kind).toBe('text');
  });
  test.each([
    ['base64', 'Y2Fm\r\nw6k=', 'café', 'text'],
    ['Quoted-Printable', 'caf=C3=A9 =\r\nau lait', 'café au lait', 'text'],
    ['base64', 'eyJhIjoxfQ==', '{"a":1}', 'json'],
    ['8bit', 'café', 'café', 'text'],
    ['base64', 'not * base64', 'not * base64', 'text'],
  ])('a part in %s is read: %s', async (encoding, content, text, kind) => {
    const body = lines('--b', `Content-Transfer-Encoding: ${encoding}`, '', content, '--b--', '');
    const [part] = (await look(body, 'multipart/mixed; boundary=b')).parts ?? [];
    expect([part?.kind, part?.text]).toEqual([kind, text]);
    expect(part?.notes.includes(`Decoded from ${encoding}`)).toBe(text !== content);
  });
});
