import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { plural } from '../../view/size.ts';

/** Asks before an endpoint is deleted. */
export function DeleteEndpoint({ id, onClose }: { readonly onClose: () => void; readonly id: number }) {
  const { actions } = useShared();
  const endpoint = useEndpoints().find((one) => one.id === id);
  if (endpoint === undefined) return null;
  return (
    <ConfirmDialog
      title={`Delete “${endpoint.name}”?`}
      action="Delete endpoint"
      danger
      onClose={onClose}
      onConfirm={() => actions.deleteEndpoint(id, endpoint.name)}
    >
      Its address stops answering, and its {plural(endpoint.deliveries, 'delivery', 'deliveries')} go with it. It can be
      restored for an hour.
    </ConfirmDialog>
  );
}
