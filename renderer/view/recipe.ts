import type { Delivery } from '../../server/contract/delivery.ts';
import { header } from '../../server/contract/header.ts';
import type { Recipe } from '../../server/contract/recipe.ts';

/** A recipe as it is typed: every field is text, and an empty one is left out. */
export type RecipeText = Readonly<Record<keyof Recipe, string>>;

export const NEW_RECIPE: RecipeText = {
  name: '',
  algorithm: 'sha256',
  header: '',
  prefix: '',
  encoding: 'hex',
  template: '{body}',
  secretEncoding: 'text',
  separator: '',
  signatureName: '',
  timestampName: '',
  timestampHeader: '',
  timestampUnit: 's',
  toleranceS: '',
  idHeader: '',
};

/** A saved recipe as text for its fields. */
export function recipeToText(recipe: Recipe): RecipeText {
  const given = Object.entries(recipe).map(([name, value]) => [name, String(value)] as const);
  return { ...NEW_RECIPE, ...(Object.fromEntries(given) as Partial<RecipeText>) };
}

/** The recipe that the fields describe; the server says what is wrong with it. */
export function textToRecipe(text: RecipeText): Recipe {
  const given = Object.entries(text).filter(
    ([name, value]) => value !== '' && (name !== 'timestampUnit' || hasTime(text)),
  );
  const fields = given.map(([name, value]) => [name, name === 'toleranceS' ? Number(value) : value] as const);
  return Object.fromEntries(fields) as unknown as Recipe;
}

const hasTime = ({ timestampName, timestampHeader }: RecipeText): boolean =>
  timestampName !== '' || timestampHeader !== '';

/** What the template gives for a delivery, with the body and what is missing named in angle brackets. */
export function previewTemplate(text: RecipeText, delivery: Delivery): string {
  const stated = (name: string): string => header(delivery.headers, name) ?? `‹no ${name} header›`;
  const url = delivery.publicUrl;
  return text.template.replace(/\{(body|timestamp|url|path|method|id|header:[^{}]+)\}/g, (_, name: string) => {
    if (name === 'body') return `‹body, ${delivery.sizeBytes} B›`;
    if (name === 'method') return delivery.method;
    if (name === 'url') return url;
    if (name === 'path') return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '') || '/';
    if (name === 'id') return text.idHeader === '' ? '‹name the header of the id›' : stated(text.idHeader);
    if (name !== 'timestamp') return stated(name.slice('header:'.length));
    if (text.timestampHeader !== '') return stated(text.timestampHeader);
    if (text.timestampName === '') return '‹name the header or pair of the time›';
    return pairIn(stated(text.header), text.timestampName, text.separator || ',') ?? `‹no ${text.timestampName}=›`;
  });
}

function pairIn(value: string, name: string, separator: string): string | null {
  const pair = value.split(separator).find((one) => one.trim().startsWith(`${name}=`));
  return pair === undefined ? null : pair.trim().slice(name.length + 1);
}
