import { header } from '../../contract/delivery.ts';
import { textOf, utf8 } from '../bytes.ts';
import type { Hypothesis } from '../hypothesis.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** A form that was parsed and printed again: %20 and +, which characters are escaped, the order, or JSON instead of a form. */
export const formReencoded: Hypothesis = {
  code: 'body-reserialized',
  tried: 'The form with blanks as %20 and as +, other escapes, its fields sorted, and as a form where JSON arrived.',
  on: 'body',
  costly: true,
  find: (of) => {
    const text = textOf(of.request.body);
    if (text === null) return null;
    const isForm = /form-urlencoded/i.test(header(of.request.headers, 'content-type') ?? '');
    const looksLikeForm = /^[^\s{[<"]+=[^{[<"]*$/.test(text);
    const variants = text.trimStart().startsWith('{') ? fromJson(text) : isForm || looksLikeForm ? fromForm(text) : [];
    return firstBody(of, 'body-reserialized', variants);
  },
};

/** What encodeURIComponent leaves alone and others escape, or the other way round (RFC 3986, 2.3; WHATWG URL, 5.2). */
const ESCAPES: readonly (readonly [name: string, escape: (text: string) => string])[] = [
  ['RFC 3986 escapes', (text) => percent(encodeURIComponent(text), /[!'()*]/g)],
  ['the escapes of browsers', (text) => percent(encodeURIComponent(text), /[!'()~]/g)],
  ['the escapes of encodeURIComponent', (text) => encodeURIComponent(text)],
];

const percent = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const MAX_FORM_LENGTH = 65_536;

type Fields = readonly (readonly [name: string, value: string])[];

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
  const parsed = parseFlat(text);
  if (parsed === null || parsed.length === 0) return;
  yield* reprinted(parsed, 'The JSON printed as a form');
}

function* reprinted(fields: Fields, what: string): Generator<BodyVariant> {
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [list, order] of [
    [fields, ''],
    [sorted, ', fields sorted'],
  ] as const) {
    for (const [name, escaped] of ESCAPES) {
      const form = list.map(([key, value]) => `${escaped(key)}=${escaped(value)}`).join('&');
      yield { body: utf8(form.replaceAll('%20', '+')), how: `${what} with ${name}, blanks as +${order}` };
      yield { body: utf8(form), how: `${what} with ${name}, blanks as %20${order}` };
    }
  }
}

const fieldsOf = (text: string): Fields =>
  text.split('&').map((part) => {
    const [name = '', ...rest] = part.split('=');
    return [decode(name), decode(rest.join('='))] as const;
  });

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function parseFlat(text: string): Fields | null {
  try {
    if (text.length > MAX_FORM_LENGTH) return null;
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    const fields = Object.entries(parsed);
    return fields.every(([, value]) => typeof value === 'string') ? (fields as [string, string][]) : null;
  } catch {
    return null;
  }
}
