import type { Recipe } from '../contract/recipe.ts';
import type { Provider } from './provider.ts';
import { asRegistered } from './schemes/as-registered.ts';
import { type HmacRule, hmac, hmacIn } from './schemes/hmac.ts';
import { base64Key, hexKey, type KeyRule, textKey } from './schemes/key.ts';
import { withOwnHeaders } from './schemes/own-headers.ts';
import { pairsWrapper } from './schemes/pairs.ts';
import type { Scheme } from './schemes/scheme.ts';
import { sender } from './sender.ts';

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
    marks: [[45, `header:${recipe.header}`]],
    describe: {
      event: 'body:type | body:event',
    },
    signature: {
      secretLabel: 'Signing secret',
      scheme: recipe.template.includes('{url}') ? asRegistered(schemeOf(recipe)) : schemeOf(recipe),
    },
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
    const pairs = pairsWrapper({ header, signatureName, timeName: timestampName ?? null, separator });
    return hmacIn(withOwnHeaders(pairs, { timestampHeader, idHeader }), rule);
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
