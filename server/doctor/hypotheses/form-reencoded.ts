import { header } from '../../contract/header.ts';
import { textOf, utf8 } from '../bytes.ts';
import { ESCAPE_SETS, type EscapeSet, type Fields, fieldsOf, jsonFields, printForm } from '../form-print.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** A form that was parsed and printed again: %20 and +, which characters are escaped, the order, or JSON instead of a form. */
export const formReencoded: Hypothesis = {
  code: 'body-reserialized',
  tried: `The form with blanks as %20 and as +, in ${ESCAPE_SETS.length} ways of escaping, its fields sorted, and as a form where JSON arrived.`,
  on: 'body',
  costly: true,
  find: (of) => {
    const text = textOf(of.request.body);
    if (text === null || text.length > MAX_FORM_LENGTH) return null;
    const isForm = /form-urlencoded/i.test(header(of.request.headers, 'content-type') ?? '');
    const looksLikeForm = /^[^\s{[<"]+=[^{[<"]*$/.test(text);
    const variants = text.trimStart().startsWith('{') ? fromJson(text) : isForm || looksLikeForm ? fromForm(text) : [];
    return firstBody(of, 'body-reserialized', variants);
  },
};

const MAX_FORM_LENGTH = 65_536;

function* fromForm(text: string): Generator<BodyVariant> {
  yield { body: utf8(text.replaceAll('+', '%20')), how: 'The form with %20 instead of +' };
  yield { body: utf8(text.replace(/%20/g, '+')), how: 'The form with + instead of %20' };
  const lower = text.replace(/%[0-9A-Fa-f]{2}/g, (hex) => hex.toLowerCase());
  yield { body: utf8(lower), how: 'The form with its escapes in small letters' };
  yield {
    body: utf8(text.replace(/%[0-9A-Fa-f]{2}/g, (hex) => hex.toUpperCase())),
    how: 'The form with its escapes in capitals',
  };
  yield* reprinted(fieldsOf(text), 'The form');
  yield { body: utf8(decode(text)), how: 'The form with its escapes decoded' };
}

function* fromJson(text: string): Generator<BodyVariant> {
  const fields = jsonFields(text);
  if (fields !== null && fields.length > 0) yield* reprinted(fields, 'The JSON printed as a form');
}

function* reprinted(fields: Fields, what: string): Generator<BodyVariant> {
  for (const [list, order] of orders(fields)) {
    for (const set of ESCAPE_SETS) {
      for (const blank of ['+', '%20']) {
        const how = `${what} with ${set.name}, blanks as ${blank}${order}`;
        yield { body: utf8(printForm(list, set, blank)), how };
        if (list.some(([name]) => /[[\]]/.test(name)))
          yield { body: utf8(printForm(list, set, blank, RAW_BRACKETS)), how: `${how}, brackets in names as they are` };
        const lower = printForm(list, set, blank).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
        yield { body: utf8(lower), how: `${how}, escapes in small letters` };
      }
    }
  }
}

const RAW_BRACKETS: EscapeSet = { name: 'brackets as they are', keeps: /[\w.[\]-]/ };

/** As they came; list indices taken out (`a[0]` as `a[]` or `a`, which parsers of forms add); sorted by name. */
function* orders(fields: Fields): Generator<readonly [list: Fields, how: string]> {
  yield [fields, ''];
  if (fields.some(([name]) => /\[\d*\]$/.test(name))) {
    yield [fields.map(([name, value]) => [name.replace(/\[\d+\]/g, '[]'), value] as const), ', list fields as []'];
    yield [fields.map(([name, value]) => [name.replace(/\[\d*\]$/, ''), value] as const), ', list fields without []'];
  }
  yield [fields.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)), ', fields sorted'];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
