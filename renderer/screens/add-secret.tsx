import { type FormEvent, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { TextArea, TextField } from '../parts/field.tsx';
import { sentenceOf } from '../state/api.ts';
import { KEYS } from '../state/apply-message.ts';
import { useShared } from './app-context.ts';

/** Adds a signing secret to an endpoint. Its value goes to the server and is never shown again. */
export function AddSecret({
  endpointId,
  suggestedName,
  label,
}: {
  readonly endpointId: number;
  readonly suggestedName: string;
  readonly label?: string | undefined;
}) {
  const { app } = useShared();
  const [name, setName] = useState(suggestedName);
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (value === '') return setProblem('Paste the secret first.');
    setBusy(true);
    try {
      await app.api.call('addSecret', { params: { id: endpointId }, body: { name: name.trim(), value } });
      app.cache.invalidate(KEYS.secrets(endpointId));
      app.toasts.show('ok', 'Secret added. Deliveries are being checked with it.');
      setValue('');
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <form onSubmit={(event) => void add(event)}>
      <TextField label="Name" value={name} maxLength={80} required onChange={(event) => setName(event.target.value)} />
      <TextArea
        label="Secret"
        rows={2}
        value={value}
        problem={problem}
        hint={`${label === undefined ? '' : `${label.charAt(0).toUpperCase()}${label.slice(1)}, exactly as given. `}Kept encrypted; it cannot be read back.`}
        onChange={(event) => setValue(event.target.value)}
      />
      <Button type="submit" look="primary" busy={busy}>
        Add secret
      </Button>
    </form>
  );
}
