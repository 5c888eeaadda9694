import { type Static, Type } from 'typebox';

const HeaderName = Type.String({ minLength: 1, maxLength: 200, pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" });
const closed = { additionalProperties: false } as const;

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
  closed,
);
export type Recipe = Readonly<Static<typeof RecipeSchema>>;

/** A recipe that is kept. `provider` is what an endpoint names it by: `recipe:` and its name. */
export const SavedRecipeSchema = Type.Object({
  id: Type.Integer(),
  provider: Type.String(),
  recipe: RecipeSchema,
  createdAt: Type.Integer(),
});
export type SavedRecipe = Readonly<Static<typeof SavedRecipeSchema>>;
