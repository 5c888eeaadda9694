import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';

/** Asks before an endpoint gets a new address, and says what that means. */
export function RotateEndpoint({ id, onClose }: { readonly onClose: () => void; readonly id: number }) {
  const { app } = useShared();
  const endpoint = useEndpoints().find((one) => one.id === id);
  if (endpoint === undefined) return null;
  return (
    <ConfirmDialog
      title={`Give “${endpoint.name}” a new address?`}
      action="New address"
      danger
      onClose={onClose}
      onConfirm={async () => {
        const rotated = await app.api.call('rotateEndpoint', { params: { id } });
        app.toasts.show('ok', `“${rotated.name}” has a new address.`, {
          label: 'Copy URL',
          run: () => void navigator.clipboard.writeText(rotated.url),
        });
      }}
    >
      The old URL answers 404 from then on, at once and for good: every sender that uses it must be given the new one.
      What was captured stays.
    </ConfirmDialog>
  );
}
