/** The provider id of a recipe. */
export const recipeProviderId = (name: string): string => `recipe:${name}`;
