import { useShared } from '../../hooks/app-context.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { plural } from '../../view/size.ts';

/** Asks before deliveries are deleted. */
export function DeleteDeliveries({ ids, onClose }: { readonly onClose: () => void; readonly ids: readonly number[] }) {
  const { actions } = useShared();
  const what = plural(ids.length, 'delivery', 'deliveries');
  return (
    <ConfirmDialog
      title={`Delete ${what}?`}
      action="Delete"
      danger
      onClose={onClose}
      onConfirm={() => actions.deleteDeliveries(ids)}
    >
      {ids.length === 1 ? 'It can' : 'They can'} be restored for an hour.
    </ConfirmDialog>
  );
}
