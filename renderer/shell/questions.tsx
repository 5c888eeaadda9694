import { useShared } from '../hooks/app-context.ts';
import { useDestinations, useEndpoints } from '../hooks/queries.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { KEYS } from '../state/apply-message.ts';
import { plain } from '../view/sentences.ts';
import { plural } from '../view/size.ts';

interface Closing {
  readonly onClose: () => void;
}

/** Asks before deliveries are deleted. */
export function DeleteDeliveries({ ids, onClose }: Closing & { readonly ids: readonly number[] }) {
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

/** Asks before an endpoint is deleted. */
export function DeleteEndpoint({ id, onClose }: Closing & { readonly id: number }) {
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

/** Asks before an endpoint gets a new address, and says what that means. */
export function RotateEndpoint({ id, onClose }: Closing & { readonly id: number }) {
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

/** Asks before a destination is deleted. */
export function DeleteDestination({ id, onClose }: Closing & { readonly id: number }) {
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

/** Asks once before anything is sent beyond this machine. */
export function AllowHost({ host, retry, onClose }: Closing & { readonly host: string; readonly retry: () => void }) {
  const { app } = useShared();
  return (
    <ConfirmDialog
      title={`Send to ${host}?`}
      action={`Allow ${host}`}
      onClose={onClose}
      onConfirm={async () => {
        await app.api.call('allowHost', { body: { host } });
        app.cache.invalidate(KEYS.allowedHosts);
        retry();
      }}
    >
      Hookglass sends to this machine alone until you allow another host. Deliveries may hold personal data; allow only
      hosts that are yours. Settings lists the allowed hosts and takes them back.
    </ConfirmDialog>
  );
}
