import { Compile } from 'typebox/compile';
import { Problem } from '../contract/problem.ts';
import { type Recipe, RecipeSchema } from '../contract/recipe.ts';
import { recipeFault } from '../providers/recipe.ts';

const check = Compile(RecipeSchema);

/** A recipe from outside. Throws Problem `bad-recipe` with what is wrong. */
export function readRecipe(input: unknown): Recipe {
  if (!check.Check(input)) {
    const first = check.Errors(input)[0];
    throw new Problem('bad-recipe', `${first?.instancePath.slice(1) ?? ''} ${first?.message ?? ''}`.trim());
  }
  const recipe = { ...input, name: input.name.trim() };
  const fault = recipeFault(recipe);
  if (fault !== null) throw new Problem('bad-recipe', fault.replace(/\.$/, ''));
  return recipe;
}
