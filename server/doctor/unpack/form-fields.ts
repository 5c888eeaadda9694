import { byteText, latin1 } from '../bytes.ts';
import type { BodyVariant } from '../hypotheses/body-variants.ts';
import { base64Text, fromPercent } from './encoded-text.ts';

const MAX_FIELDS = 24;
const CDATA = '<![CDATA[';

/** A body that arrived inside something else that is no JSON: a form field (or its name), a part of a multipart body, CDATA. */
export function* unwrappedFields(body: Uint8Array): Generator<BodyVariant> {
  const text = byteText(body.subarray(0, 1_048_576));
  yield* formFields(text);
  const [from, to] = [text.indexOf(CDATA), text.lastIndexOf(']]>')];
  if (from >= 0 && to > from)
    yield { body: latin1(text.slice(from + CDATA.length, to)), how: 'The text of the CDATA section' };
  yield* multipartParts(text);
}

function* formFields(text: string): Generator<BodyVariant> {
  if (!/^[^\s<]*=/.test(text.slice(0, 65_536)) || /^\s*[{["]/.test(text)) return;
  for (const field of text.split('&').slice(0, MAX_FIELDS)) {
    const at = field.indexOf('=');
    const name = decoded(at < 0 ? field : field.slice(0, at));
    const value = at < 0 ? '' : decoded(field.slice(at + 1));
    if (value.length > 1) {
      yield { body: latin1(value), how: `The value of the form field ${shown(name)}` };
      const bytes = base64Text(value);
      if (bytes !== null) yield { body: bytes, how: `The value of the form field ${shown(name)}, decoded from base64` };
    }
    if (/^\s*[{[<]/.test(name))
      yield { body: latin1(name), how: 'The name of the form field, which is the whole body' };
  }
  if (/^%[57]B/i.test(text))
    yield { body: latin1(decoded(text.replace(/=$/, ''))), how: 'The body that became the name of a form field' };
}

const decoded = (text: string): string => fromPercent(text.replaceAll('+', ' '));
const shown = (name: string): string => (/^[\w.-]{1,40}$/.test(name) ? name : 'before `=`');

function* multipartParts(text: string): Generator<BodyVariant> {
  const boundary = /^--([^\r\n]{1,80})\r?\n/.exec(text)?.[1];
  if (boundary === undefined) return;
  for (const part of text.split(`--${boundary}`).slice(1, MAX_FIELDS)) {
    const end = /\r?\n\r?\n/.exec(part);
    if (end === null) continue;
    const content = part.slice(end.index + end[0].length).replace(/\r?\n$/, '');
    if (content.length > 1) yield { body: latin1(content), how: 'One part of the multipart body' };
  }
}
