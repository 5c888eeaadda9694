import { useShared } from '../../hooks/app-context.ts';
import { useDestinations, useEndpoints } from '../../hooks/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { plain } from '../../view/sentences.ts';

/** Asks before a destination is deleted. */
export function DeleteDestination({ id, onClose }: { readonly onClose: () => void; readonly id: number }) {
  const { app } = useShared();
  const destination = useDestinations().find((one) => one.id === id);
  const users = useEndpoints().filter(({ forwardTo }) => forwardTo === id);
  if (destination === undefined) return null;
  return (
    <ConfirmDialog
      title={`Delete “${destination.name}”?`}
      action="Delete destination"
      danger
      onClose={onClose}
      onConfirm={async () => {
        await app.api.call('deleteDestination', { params: { id } });
        const { id: _, createdAt, ...draft } = destination;
        app.toasts.show('info', `“${destination.name}” was deleted.`, {
          label: 'Undo',
          run: () =>
            void app.api.call('createDestination', { body: { ...draft, extraHeaders: [...draft.extraHeaders] } }),
        });
      }}
    >
      {users.length > 0 && plain(`Live forward of ${users.map(({ name }) => name).join(', ')} stops. `)}
      Attempts that were made stay with their deliveries.
    </ConfirmDialog>
  );
}
