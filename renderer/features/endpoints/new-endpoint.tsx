import type { Endpoint } from '../../../server/contract/endpoint.ts';
import { useShared } from '../../hooks/app-context.ts';
import { NameDialog } from '../../parts/name-dialog.tsx';
import { KEYS, putById } from '../../state/apply-message.ts';

/** Makes an endpoint and shows it. */
export function NewEndpoint({ onClose }: { readonly onClose: () => void }) {
  const { app } = useShared();
  return (
    <NameDialog
      title="New endpoint"
      description="An endpoint has an address of its own that nobody can guess. Use one for each sender or project."
      placeholder="Staging"
      action="Create"
      onClose={onClose}
      onSave={async (name) => {
        const endpoint = await app.api.call('createEndpoint', { body: { name } });
        app.cache.change<readonly Endpoint[]>(KEYS.endpoints, (now) => putById(now, endpoint));
        app.preferences.update((now) => ({ ...now, endpointId: endpoint.id }));
        app.toasts.show('ok', `“${endpoint.name}” is ready.`, {
          label: 'Copy URL',
          run: () => void navigator.clipboard.writeText(endpoint.url),
        });
      }}
    />
  );
}
