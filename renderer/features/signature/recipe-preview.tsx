import { useQuery } from '@tanstack/react-query';
import { useShared } from '../../hooks/app-context.ts';
import { MarkedLines } from '../../parts/marked-lines.tsx';
import { useStorePart } from '../../parts/use-store.ts';
import { KEYS } from '../../state/apply-message.ts';
import { previewTemplate, type RecipeText } from '../../view/recipe.ts';
import styles from './recipe-preview.module.css';

/** What the signed string of the selected delivery would be; nothing where none is selected. */
export function RecipePreview({ text }: { readonly text: RecipeText }) {
  const { app } = useShared();
  const id = useStorePart(app.selection, ({ focus }) => focus) ?? 0;
  const { data: delivery } = useQuery({
    queryKey: KEYS.delivery(id),
    queryFn: () => app.api.call('getDelivery', { params: { id } }),
    enabled: id > 0,
  });
  if (delivery === undefined) return null;
  return (
    <section className={styles['preview']} aria-label="Preview">
      <p className={styles['title']}>Signed string of delivery {delivery.id}</p>
      <code className={styles['text']}>
        <MarkedLines text={previewTemplate(text, delivery)} />
      </code>
    </section>
  );
}
