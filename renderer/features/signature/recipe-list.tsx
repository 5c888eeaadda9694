import { Trash2 } from 'lucide-react';
import type { Recipe } from '../../../server/contract/recipe.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useRecipes } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { plain } from '../../view/sentences.ts';
import styles from './secrets-panel.module.css';

/** The signature schemes that were described here, to edit and delete, and a way to describe one. */
export function RecipeList() {
  const { app } = useShared();
  const recipes = useRecipes();
  const change = async (job: () => Promise<unknown>): Promise<void> => {
    try {
      await job();
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
    for (const key of [KEYS.recipes, KEYS.providers]) app.cache.invalidate(key);
  };
  const remove = (id: number, recipe: Recipe): Promise<void> =>
    change(async () => {
      await app.api.call('deleteRecipe', { params: { id } });
      app.toasts.show('info', `“${recipe.name}” was deleted.`, {
        label: 'Undo',
        run: () => void change(() => app.api.call('saveRecipe', { body: recipe })),
      });
    });
  return (
    <>
      {recipes.length > 0 && (
        <ul className={styles['list']} aria-label="Signature schemes">
          {recipes.map(({ id, recipe }) => (
            <li key={id} className={styles['secret']}>
              <span className={styles['name']}>
                <VisibleText text={recipe.name} />
              </span>
              <Button
                size="small"
                aria-label={plain(`Edit ${recipe.name}`)}
                onClick={() => app.dialog.set({ kind: 'recipe', id })}
              >
                Edit
              </Button>
              <IconButton label={`Delete ${recipe.name}`} onClick={() => void remove(id, recipe)}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <Button onClick={() => app.dialog.set({ kind: 'recipe', id: null })}>Describe a scheme…</Button>
    </>
  );
}
