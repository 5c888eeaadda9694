import { useShared } from '../../hooks/app-context.ts';
import { NameDialog } from '../../parts/name-dialog.tsx';
import { KEYS } from '../../state/apply-message.ts';

/** Keeps a search under a name. */
export function SaveSearch({ query, onClose }: { readonly query: string; readonly onClose: () => void }) {
  const { app } = useShared();
  return (
    <NameDialog
      title="Save this search"
      description={query}
      placeholder="Failed publishes"
      action="Save"
      onClose={onClose}
      onSave={async (name) => {
        await app.api.call('saveSearch', { body: { name, query } });
        app.cache.invalidate(KEYS.searches);
        app.toasts.show('ok', `“${name}” is in the side bar now.`);
      }}
    />
  );
}
