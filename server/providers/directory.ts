import type { Recipe } from '../contract/recipe.ts';
import { recipeProviderId } from '../contract/recipe-provider-id.ts';
import { findProvider, providers } from './index.ts';
import type { Provider } from './provider.ts';
import { recipeProvider } from './recipe.ts';

/** Every provider that can be looked up here: those of senders.ts, and the recipes that the user saved. */
export interface ProviderDirectory {
  /** Known senders first, in their order, then recipes. */
  readonly all: readonly Provider[];
  /** By id; a recipe's is `recipe:<name>`. */
  find(id: string): Provider | undefined;
}

/** Make a directory with these recipes. */
export function createProviderDirectory(recipes: readonly Recipe[]): ProviderDirectory {
  const own = recipes.map((recipe) => recipeProvider(recipeProviderId(recipe.name), recipe));
  const byId = new Map(own.map((provider) => [provider.id, provider]));
  return { all: [...providers, ...own], find: (id) => findProvider(id) ?? byId.get(id) };
}
