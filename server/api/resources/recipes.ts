import { Problem } from '../../contract/problem.ts';
import { recipeProviderId } from '../../contract/recipe-provider-id.ts';
import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';
import { readRecipe } from '../recipe-input.ts';

/** Signature schemes that the user describes. A changed one judges the deliveries of its endpoints again. */
export function recipeHandlers({
  store,
  change,
  reload,
  nowMs,
}: ApiContext): Pick<Handlers, 'saveRecipe' | 'deleteRecipe'> {
  const users = (provider: string) => store.endpoints.all().filter((endpoint) => endpoint.provider === provider);
  return {
    async saveRecipe({ body }) {
      const recipe = readRecipe(body);
      const saved = await change(() => {
        store.feedLog.append('status', 0);
        return store.recipes.save(recipe, nowMs());
      });
      reload();
      for (const { id } of users(recipeProviderId(recipe.name))) await store.reader.call('judgeAgain', id);
      return saved;
    },
    async deleteRecipe({ params: { id } }) {
      const saved = store.recipes.get(id);
      if (saved === null) throw new Problem('no-such-recipe', `recipe ${id}`);
      const [user] = users(saved.provider).filter(({ deletedAt }) => deletedAt === null);
      if (user !== undefined) throw new Problem('recipe-in-use', user.name);
      await change(() => {
        store.recipes.remove(id);
        store.feedLog.append('status', 0);
      });
      reload();
      return undefined;
    },
  };
}
