import type { Recipe, SavedRecipe } from '../../contract/recipe.ts';
import { recipeProviderId } from '../../contract/recipe-provider-id.ts';
import type { Db } from '../open-database.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly recipe: string;
  readonly created_at: number;
}

const toSaved = (row: Row): SavedRecipe => ({
  id: row.id,
  provider: recipeProviderId(row.name),
  recipe: JSON.parse(row.recipe) as Recipe,
  createdAt: row.created_at,
});

export type Recipes = ReturnType<typeof createRecipes>;

/** Signature schemes that the user described. Saving under a known name replaces it and keeps its id. */
export function createRecipes(db: Db) {
  const get = (id: number): SavedRecipe | null => {
    const row = db.prepare<[number], Row>('SELECT * FROM recipe WHERE id = ?').get(id);
    return row === undefined ? null : toSaved(row);
  };
  return {
    all: (): SavedRecipe[] =>
      db.prepare<[], Row>('SELECT * FROM recipe ORDER BY name COLLATE NOCASE').all().map(toSaved),
    get,
    save(recipe: Recipe, nowMs: number): SavedRecipe {
      const id = db
        .prepare<[string, string, number], number>(
          `INSERT INTO recipe(name, recipe, created_at) VALUES (?, ?, ?)
           ON CONFLICT(name) DO UPDATE SET recipe = excluded.recipe RETURNING id`,
        )
        .pluck()
        .get(recipe.name, JSON.stringify(recipe), nowMs);
      return get(Number(id)) as SavedRecipe;
    },
    remove: (id: number): boolean => db.prepare('DELETE FROM recipe WHERE id = ?').run(id).changes > 0,
  };
}
