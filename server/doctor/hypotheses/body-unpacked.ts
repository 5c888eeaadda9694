import type { Hypothesis } from '../hypothesis.ts';
import { decodedTexts, encodedTexts } from '../unpack/encoded-text.ts';
import { unwrappedFields } from '../unpack/form-fields.ts';
import { framedTexts } from '../unpack/framed-text.ts';
import { withoutEntities } from '../unpack/html-escapes.ts';
import { carried, unwrappedJson } from '../unpack/json-wrappers.ts';
import { type BodyVariant, firstBody } from './body-variants.ts';

/** The body as a whole was put into something else on its way, or taken out of it: base64, percent escapes, JSON, a form field. */
export const bodyUnpacked: Hypothesis = {
  code: 'body-reserialized',
  tried:
    'The body decoded (base64, hex, percent escapes), taken out of a JSON string, a gateway’s event, a form field or other framing, and encoded so.',
  on: 'body',
  find: (of) => firstBody(of, 'body-reserialized', unpacked(of.request.body)),
};

export function* unpacked(body: Uint8Array): Generator<BodyVariant> {
  yield* decodedTexts(body);
  yield* unwrappedJson(body);
  yield* unwrappedFields(body);
  yield* framedTexts(body);
  yield* encodedTexts(body);
}

/** What the body shows by itself to be packed: nothing of an ordinary one but values of a carrier's name. */
export function* seenFields(body: Uint8Array): Generator<BodyVariant> {
  yield* decodedTexts(body);
  yield* unwrappedFields(body);
  yield* framedTexts(body);
  yield* carried(body);
}

/** Characters that were turned into HTML entities, by a sanitizer or a template, or back. */
export const bodyEntities: Hypothesis = {
  code: 'body-reserialized',
  tried: 'The body with its HTML entities (&quot; &amp; &#39; …) turned into characters, and with entities.',
  on: 'body',
  costly: true,
  find: (of) => firstBody(of, 'body-reserialized', withoutEntities(of.request.body)),
};
