import { type Static, Type } from 'typebox';
import type { Provider } from './provider.ts';
import { type HmacRule, hmac, hmacIn } from './schemes/hmac.ts';
import { base64Key, hexKey, type KeyRule, textKey } from './schemes/key.ts';
import { pairsWrapper } from './schemes/pairs.ts';
import type { Scheme } from './schemes/scheme.ts';
import { sender } from './sender.ts';

const HeaderName = Type.String({ minLength: 1, maxLength: 200, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" });

/**
 * A signature scheme that a user describes: HMAC over a template, for senders that are not known by name.
 * `template` may hold `{body} {timestamp} {url} {path} {method} {header:x} {id}`. Time and signature stand either in headers
 * of their own, or as `timestampName=…,signatureName=…` in one header.
 */
export const RecipeSchema = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
    algorithm: Type.Union([
      Type.Literal('sha1'),
      Type.Literal('sha256'),
      Type.Literal('sha384'),
      Type.Literal('sha512'),
    ]),
    header: HeaderName,
    prefix: Type.Optional(Type.String({ maxLength: 80, description: 'what stands before the signature' })),
    encoding: Type.Union([Type.Literal('hex'), Type.Literal('base64'), Type.Literal('base64url')]),
    template: Type.String({ minLength: 1, maxLength: 2_000 }),
    secretEncoding: Type.Optional(Type.Union([Type.Literal('text'), Type.Literal('base64'), Type.Literal('hex')])),
    separator: Type.Optional(
      Type.String({ minLength: 1, maxLength: 5, description: 'between several signatures in one header' }),
    ),
    signatureName: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 'v1, in t=…,v1=…' })),
    timestampName: Type.Optional(Type.String({ minLength: 1, maxLength: 40, description: 't, in t=…,v1=…' })),
    timestampHeader: Type.Optional(HeaderName),
    timestampUnit: Type.Optional(
      Type.Union([Type.Literal('s'), Type.Literal('ms'), Type.Literal('iso'), Type.Literal('http-date')]),
    ),
    toleranceS: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_592_000 })),
    idHeader: Type.Optional(HeaderName),
  },
  { additionalProperties: false },
);
export type Recipe = Readonly<Static<typeof RecipeSchema>>;

const KEYS: Readonly<Record<'text' | 'base64' | 'hex', KeyRule>> = { text: textKey, base64: base64Key, hex: hexKey };

/** What keeps a recipe from working, in one sentence; null when nothing does. */
export function recipeFault(recipe: Recipe): string | null {
  const odd = /\{(?!(?:body|timestamp|url|path|method|id|header:[^{}]+)\})[a-z][a-z:-]*\}/i.exec(recipe.template);
  if (odd !== null) return `The template does not know ${odd[0]}.`;
  const stated = recipe.timestampHeader ?? recipe.timestampName;
  if (recipe.template.includes('{timestamp}') && stated === undefined)
    return 'The template uses {timestamp}: name the header or the pair that holds it.';
  if (recipe.template.includes('{id}') && recipe.idHeader === undefined)
    return 'The template uses {id}: name the header that holds it.';
  if (recipe.toleranceS !== undefined && stated === undefined)
    return 'A tolerance needs a time: name the header or the pair that holds it.';
  if (recipe.timestampName !== undefined && recipe.signatureName === undefined)
    return 'Name the signature’s pair too, for example v1.';
  return null;
}

/** A Provider from a user's recipe. `id` is its id in the list; ask `recipeFault` before saving one. */
export function recipeProvider(id: string, recipe: Recipe): Provider {
  return sender({
    id,
    name: recipe.name,
    docsUrl: '',
    confidence: 'likely',
    secretLabel: 'Signing secret',
    marks: [[45, `header:${recipe.header}`]],
    event: 'body:type | body:event',
    scheme: schemeOf(recipe),
  });
}

function schemeOf(recipe: Recipe): Scheme {
  const { algorithm, encoding, template, header, signatureName, timestampName, timestampHeader, idHeader } = recipe;
  const stated = timestampHeader ?? timestampName;
  const time = { unit: recipe.timestampUnit ?? 's', toleranceS: recipe.toleranceS ?? null } as const;
  const rule: HmacRule = {
    algorithm,
    encoding,
    signed: template,
    key: KEYS[recipe.secretEncoding ?? 'text'],
    ...(stated === undefined ? {} : { time }),
  };
  if (signatureName !== undefined) {
    const separator = recipe.separator ?? ',';
    return hmacIn(pairsWrapper({ header, signatureName, timeName: timestampName ?? null, separator }), rule);
  }
  return hmac({
    ...rule,
    header,
    ...(recipe.prefix === undefined ? {} : { prefix: recipe.prefix }),
    ...(recipe.separator === undefined ? {} : { separator: recipe.separator }),
    ...(timestampHeader === undefined ? {} : { timestampHeader }),
    ...(idHeader === undefined ? {} : { idHeader }),
  });
}
