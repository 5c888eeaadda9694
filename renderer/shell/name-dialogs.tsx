import { type FormEvent, useState } from 'react';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { useShared } from '../hooks/app-context.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { TextField } from '../parts/field.tsx';
import { sentenceOf } from '../state/api.ts';
import { KEYS, putById } from '../state/apply-message.ts';

interface NameDialogProps {
  readonly title: string;
  readonly description: string;
  readonly placeholder: string;
  readonly action: string;
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for a name. */
function NameDialog({ title, description, placeholder, action, onSave, onClose }: NameDialogProps) {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return setProblem('Give it a name.');
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      description={description}
      size="small"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="name-form" busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id="name-form" onSubmit={(event) => void save(event)}>
        <TextField
          label="Name"
          value={name}
          maxLength={80}
          placeholder={placeholder}
          problem={problem}
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

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
