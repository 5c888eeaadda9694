import { describe, expect, test } from 'vitest';
import { completeSearch } from '../renderer/view/complete-search.ts';
import { beginEdit, finishEdit } from '../renderer/view/edit.ts';
import { headersToText, repeatedNames, textToHeaders } from '../renderer/view/header-lines.ts';
import { hasInvisibles, splitInvisibles } from '../renderer/view/invisibles.ts';
import { overviewSentence } from '../renderer/view/overview.ts';
import { searchChips, toggleTerm } from '../renderer/view/search-chips.ts';
import { pathBelow, plain, rowSentence } from '../renderer/view/sentences.ts';
import { formatSize } from '../renderer/view/size.ts';
import { agoInWords, formatDuration, shortAgo } from '../renderer/view/time.ts';
import { timeline } from '../renderer/view/timeline.ts';
import { phases } from '../renderer/view/timings.ts';
import type { HeaderLine } from '../server/contract/header.ts';
import { parseMediaType } from '../server/contract/reading/content-type.ts';
import type { Attempt } from '../server/contract/replay.ts';
import { unchecked } from '../server/contract/unchecked.ts';
import { madeDelivery } from './support/made-delivery.ts';

describe('invisible characters', () => {
  test.each([
    ['a bidi override', 'a\u202eb', 'U+202E', 'right-to-left override'],
    ['a zero-width space', 'a\u200bb', 'U+200B', 'zero-width space'],
    ['NUL', 'a\0b', 'U+0000', 'null'],
    ['a byte order mark', 'a\ufeffb', 'U+FEFF', 'byte order mark'],
    ['a tag character', 'a\u{e0041}b', 'U+E0041', 'invisible character'],
    ['a lone surrogate', 'a\ud800b', 'U+D800', 'invisible character'],
  ])('%s becomes a mark', (_, text, label, name) => {
    expect(splitInvisibles(text)).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'mark', char: text.slice(1, -1), label, name },
      { kind: 'text', text: 'b' },
    ]);
    expect(plain(text)).toBe(`a[${label}]b`);
  });
  test('ordinary text of any script is left alone', () => {
    for (const text of ['plain\ttext\n', 'café 柴犬 🐕 👩‍👩‍👧', 'עברית عربى', ''])
      expect([text, hasInvisibles(text)]).toEqual([text, false]);
  });
  test('no piece is lost', () => {
    const text = '\u202e\u202da\r\nb\u2028';
    expect(
      splitInvisibles(text)
        .map((piece) => (piece.kind === 'text' ? piece.text : piece.char))
        .join(''),
    ).toBe(text);
  });
});

describe('header lines as text', () => {
  const lines: readonly HeaderLine[] = [
    ['Host', 'a'],
    ['X-A', 'caf\xc3\xa9'],
    ['x-a', 'raw \xe9'],
    ['Empty', ''],
  ];
  test('come back as the same bytes when nothing was changed', () => {
    expect(textToHeaders(headersToText(lines), lines)).toEqual({ kind: 'ok', lines });
  });
  test('only the changed line is written anew', () => {
    const text = headersToText(lines).replace('Host: a', 'Host: ü');
    expect(textToHeaders(text, lines)).toEqual({ kind: 'ok', lines: [['Host', '\xc3\xbc'], ...lines.slice(1)] });
  });
  test.each([
    ['no colon', 'Line 1 is no header line.'],
    [': empty name', 'Line 1 is no header line.'],
    ['Bad name: x', 'Line 1 is no header line.'],
    ['A: ok\nB: x\0y', 'Line 2 holds a control character.'],
  ])('%j is refused with its line', (text, sentence) => {
    expect(textToHeaders(text)).toMatchObject({ kind: 'bad', sentence: expect.stringContaining(sentence) });
  });
  test('repeated names are found in any case', () => {
    expect(repeatedNames(lines)).toEqual(new Set(['x-a']));
  });
});

describe('media types', () => {
  test('keep quoted parameters whole', () => {
    expect(parseMediaType('Multipart/Form-Data; Boundary="a;b\\"c"; charset=UTF-8')).toEqual({
      type: 'multipart/form-data',
      parameters: { boundary: 'a;b"c', charset: 'UTF-8' },
    });
    expect(parseMediaType(null)).toEqual({ type: '', parameters: {} });
  });
});

describe('search', () => {
  const known = {
    methods: ['GET', 'POST'],
    providers: ['contentful'],
    events: ['entry.publish', 'Entry saved'],
    endpoints: ['My box'],
  };
  const labels = (input: string, caret = input.length) =>
    completeSearch(input, caret, known).options.map(({ label }) => label);
  test('offers keys at the start of a word', () => {
    expect(labels('ver')).toEqual(['verdict:']);
    expect(labels('method:POST -e')).toEqual(['endpoint:', 'event:']);
    expect(labels('')).toContain('is:');
  });
  test('offers values after a key, and keeps what was typed before', () => {
    expect(labels('provider:')).toEqual(['contentful', 'unknown']);
    expect(labels('verdict:in')).toEqual(['invalid']);
    const { from, to, options } = completeSearch('a -verdict:valid,st b', 19, known);
    expect([from, to, options[0]?.insert]).toEqual([2, 19, '-verdict:valid,stale ']);
  });
  test('puts quotation marks around values with blanks', () => {
    expect(completeSearch('endpoint:m', 10, known).options[0]?.insert).toBe('endpoint:"My box" ');
    expect(labels('event:"entry s')).toEqual(['Entry saved']);
  });
  test('offers nothing for plain words', () => {
    expect(labels('hello')).toEqual([]);
    expect(labels('unknownkey:x')).toEqual([]);
  });
  test('shows terms as chips that can be taken away one by one', () => {
    expect(searchChips('word method:POST,PUT -is:pinned')).toEqual([
      { label: 'method: POST or PUT', without: 'word -is:pinned' },
      { label: 'not is: pinned', without: 'word method:POST,PUT' },
    ]);
  });
  test('turns a term on and off', () => {
    expect(toggleTerm('hello', 'is', 'pinned')).toBe('hello is:pinned');
    expect(toggleTerm('hello is:pinned', 'is', 'pinned')).toBe('hello');
    expect(toggleTerm('verdict:valid', 'verdict', 'invalid')).toBe('verdict:invalid');
  });
});

describe('edit and replay', () => {
  const kept = (body: Buffer) =>
    madeDelivery(
      {
        target: '/e/slug/a?b=1',
        contentType: null,
        headers: [
          ['X-Raw', '\xe9'],
          ['A', 'b'],
        ],
      },
      body,
    );
  test('names only what was changed', () => {
    const delivery = kept(Buffer.from('one\r\ntwo'));
    const start = beginEdit(delivery, Buffer.from('one\r\ntwo'));
    expect(start).toMatchObject({ pathAndQuery: '/a?b=1', lineSeparator: '\r\n', hasMixedLineEnds: false });
    const form = { method: start.method, pathAndQuery: start.pathAndQuery, headers: start.headers, body: null };
    expect(finishEdit(start, delivery.headers, form)).toEqual({ kind: 'ok', edit: {} });
    expect(finishEdit(start, delivery.headers, { ...form, body: 'one\r\ntwo' })).toEqual({ kind: 'ok', edit: {} });
    expect(finishEdit(start, delivery.headers, { ...form, method: 'PUT', body: 'é' })).toEqual({
      kind: 'ok',
      edit: { method: 'PUT', bodyBase64: Buffer.from('é').toString('base64') },
    });
    expect(finishEdit(start, delivery.headers, { ...form, headers: start.headers.replace('A: b', 'A: c') })).toEqual({
      kind: 'ok',
      edit: {
        headers: [
          ['X-Raw', '\xe9'],
          ['A', 'c'],
        ],
      },
    });
  });
  test('leaves bodies alone that are no text', () => {
    for (const body of [Buffer.from([0]), Buffer.from([0xff]), Buffer.alloc(3_000_000, 'a')])
      expect(beginEdit(kept(body), body).text).toBe(null);
  });
  test('says what is wrong with a method or path', () => {
    const start = beginEdit(kept(Buffer.alloc(0)), Buffer.alloc(0));
    const form = { method: 'PO ST', pathAndQuery: '/', headers: '', body: null };
    expect(finishEdit(start, [], form).kind).toBe('bad');
    expect(finishEdit(start, [], { ...form, method: 'POST', pathAndQuery: '/a b' }).kind).toBe('bad');
  });
});

describe('words', () => {
  const now = 1_800_000_000_000;
  test('a row reads as a sentence', () => {
    const delivery = madeDelivery({ id: 51, at: now - 12_000, verdict: unchecked('not-signed') });
    expect(rowSentence({ ...delivery, event: 'a\u202eb', pinned: true, duplicate: 3 }, 'Contentful', now)).toMatch(
      /^\w+ a\[U\+202E\]b from Contentful, .*not signed, .*delivery 3 of the same event, .* 12 seconds ago, pinned$/,
    );
  });
  test('a delivery reads as a sentence', () => {
    const delivery = madeDelivery(
      {
        event: 'ContentManagement.Entry.publish',
        resource: 'Entry 6KntaYXaHSyIw8M6eo26OK "Doge"',
        verdict: { kind: 'valid', stale: false, code: 'valid', sentence: 'The signature fits.', cause: null },
      },
      Buffer.alloc(278),
    );
    expect(overviewSentence(delivery, 'Contentful')).toBe(
      'Contentful sent “ContentManagement.Entry.publish” about Entry 6KntaYXaHSyIw8M6eo26OK "Doge" with 278 B of JSON; its signature is valid.',
    );
  });
  test('sizes, ages and durations are short', () => {
    expect([0, 1_023, 1_024, 10_240, 26_214_400].map(formatSize)).toEqual(['0 B', '1023 B', '1 KB', '10 KB', '25 MB']);
    expect([0, 59_000, 3_600_000, 200_000_000].map((age) => shortAgo(now - age, now))).toEqual([
      'now',
      '59s',
      '1h',
      '2d',
    ]);
    expect(agoInWords(now - 60_000, now)).toBe('1 minute ago');
    expect([0.44, 12, 1_250, 120_000, 7_200_000].map(formatDuration)).toEqual([
      '0.4 ms',
      '12 ms',
      '1.3 s',
      '2 min',
      '2 h',
    ]);
  });
  test('a target is shown below its endpoint', () => {
    expect(['/e/abc', '/e/abc/x?y', '/e/abc?y', '*', 'http://h/e/a'].map(pathBelow)).toEqual([
      '/',
      '/x?y',
      '?y',
      '*',
      'http://h/e/a',
    ]);
  });
  test('the timeline tells sends in their order', () => {
    const delivery = madeDelivery({ id: 7, at: now });
    const attempt: Attempt = {
      id: 1,
      deliveryId: 7,
      destinationId: 1,
      origin: 'replay',
      runId: 1,
      url: 'http://h/',
      method: 'POST',
      headers: [],
      bodySizeBytes: 0,
      edited: false,
      startedAt: now + 5,
      outcome: { kind: 'pending' },
    };
    expect(timeline(delivery, [{ ...attempt, id: 2, startedAt: now + 9 }, attempt]).map(({ key }) => key)).toEqual([
      'arrived',
      'verified',
      'stored',
      'answered',
      'sent-1',
      'end-1',
      'sent-2',
      'end-2',
    ]);
  });
  test('timings become the length of each phase', () => {
    const timings = { dnsMs: 2, connectMs: 5, tlsMs: null, firstByteMs: 15, totalMs: 20 };
    expect(phases(timings).map(({ name, durationMs, share }) => [name, durationMs, share])).toEqual([
      ['dns', 2, 0.1],
      ['connect', 3, 0.15],
      ['wait', 10, 0.5],
      ['receive', 5, 0.25],
    ]);
  });
});

test('marks stacked beyond what any script does are shown as marks; words of real scripts are left alone', () => {
  const zalgo = `a${'\u0301'.repeat(40)}b`;
  const pieces = splitInvisibles(zalgo);
  expect(pieces.filter(({ kind }) => kind === 'mark').length).toBe(34);
  expect(pieces.map((piece) => (piece.kind === 'text' ? piece.text : piece.char)).join('')).toBe(zalgo);
  expect(pieces.find(({ kind }) => kind === 'mark')).toMatchObject({ label: 'U+0301', name: 'combining mark' });
  for (const word of ['Việt', 'בְּרֵאשִׁ֖ית', 'บ้านที่', 'བསྒྲུབས', 'नमस्ते', 'e\u0301\u0323\u0302', '👩\u200d👩\u200d👧'])
    expect([word, hasInvisibles(word)]).toEqual([word, false]);
});

test('the first mark of a text is found whatever was asked before', () => {
  for (const text of ['a\u202eb', '\u202eb', 'b\u200b'])
    for (const before of [text, 'longer text \u202e', 'none']) {
      hasInvisibles(before);
      expect(splitInvisibles(text).filter(({ kind }) => kind === 'mark').length, JSON.stringify([text, before])).toBe(
        1,
      );
      expect(hasInvisibles(text)).toBe(true);
      expect(hasInvisibles(text)).toBe(true);
    }
});
