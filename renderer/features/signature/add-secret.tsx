import { type FormEvent, useState } from 'react';
import type { ProviderInfo } from '../../../server/contract/status.ts';
import { useShared } from '../../hooks/app-context.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/field.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { FetchKey } from './fetch-key.tsx';
import { NO_SECRET, SecretFields, secretBody } from './secret-fields.tsx';

/** Adds a signing secret to an endpoint. Its value goes to the server and is never shown again. */
export function AddSecret({
  endpointId,
  suggestedName,
  provider,
}: {
  readonly endpointId: number;
  readonly suggestedName: string;
  readonly provider: ProviderInfo | undefined;
}) {
  const { app } = useShared();
  const [typedName, setTypedName] = useState<string | null>(null);
  const name = typedName ?? suggestedName;
  const [input, setInput] = useState(NO_SECRET);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (input.value === '') return setProblem('Paste the secret first.');
    setBusy(true);
    try {
      await app.api.call('addSecret', {
        params: { id: endpointId },
        body: { name: name.trim(), ...secretBody(input, provider) },
      });
      app.cache.invalidate(KEYS.secrets(endpointId));
      app.toasts.show('ok', 'Secret added. Deliveries are being checked with it.');
      setInput(NO_SECRET);
      setTypedName(null);
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  const label = provider?.secretLabel ?? '';
  return (
    <>
      {provider?.id === 'contentstack' && <FetchKey endpointId={endpointId} />}
      <form onSubmit={(event) => void add(event)}>
        <TextField
          label="Name"
          value={name}
          maxLength={80}
          required
          onChange={(event) => setTypedName(event.target.value)}
        />
        <SecretFields
          label="Secret"
          hint={`${label === '' ? '' : `${label.charAt(0).toUpperCase()}${label.slice(1)}, exactly as given. `}Kept encrypted; it cannot be read back.`}
          provider={provider}
          input={input}
          problem={problem}
          onChange={setInput}
        />
        <Button type="submit" look="primary" busy={busy}>
          Add secret
        </Button>
      </form>
    </>
  );
}
