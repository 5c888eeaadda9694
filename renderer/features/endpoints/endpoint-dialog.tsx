import { Tabs } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import styles from '../../parts/dialog-form.module.css';
import { TextField } from '../../parts/field.tsx';
import { SaveFoot } from '../../parts/save-foot.tsx';
import type { EndpointPart } from '../../state/dialogs.ts';
import { ProviderChoice } from '../signature/provider-choice.tsx';
import { SecretsPanel } from '../signature/secrets-panel.tsx';
import { EndpointLimits } from './endpoint-limits.tsx';
import { EndpointReply } from './endpoint-reply.tsx';
import { type EndpointPartProps, useSaveEndpoint } from './use-save-endpoint.ts';

/** What an endpoint is called, how it answers, which secrets it checks with, and who may deliver to it. */
export function EndpointDialog({
  id,
  part,
  onClose,
}: {
  readonly id: number;
  readonly part: EndpointPart;
  readonly onClose: () => void;
}) {
  const endpoint = useEndpoints().find((one) => one.id === id);
  if (endpoint === undefined) return null;
  return (
    <Dialog title={endpoint.name} onClose={onClose}>
      <Tabs.Root defaultValue={part}>
        <Tabs.List className={styles['list']} aria-label="Parts of the endpoint">
          <Tabs.Trigger className={styles['tab']} value="general">
            General
          </Tabs.Trigger>
          <Tabs.Trigger className={styles['tab']} value="reply">
            Canned reply
          </Tabs.Trigger>
          <Tabs.Trigger className={styles['tab']} value="secrets">
            Secrets
          </Tabs.Trigger>
          <Tabs.Trigger className={styles['tab']} value="limits">
            Limits
          </Tabs.Trigger>
        </Tabs.List>
        <Tabs.Content value="general" className={styles['content']}>
          <General endpoint={endpoint} onClose={onClose} />
        </Tabs.Content>
        <Tabs.Content value="reply" className={styles['content']}>
          <EndpointReply endpoint={endpoint} onClose={onClose} />
        </Tabs.Content>
        <Tabs.Content value="secrets" className={styles['content']}>
          <SecretsPanel endpoint={endpoint} />
        </Tabs.Content>
        <Tabs.Content value="limits" className={styles['content']}>
          <EndpointLimits endpoint={endpoint} onClose={onClose} />
        </Tabs.Content>
      </Tabs.Root>
    </Dialog>
  );
}

function General(props: EndpointPartProps) {
  const { endpoint } = props;
  const { app } = useShared();
  const [name, setName] = useState(endpoint.name);
  const [provider, setProvider] = useState(endpoint.provider ?? '');
  const { busy, problem, save } = useSaveEndpoint(props);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save({ name: name.trim(), provider: provider === '' ? null : provider });
  };
  return (
    <form onSubmit={submit}>
      <TextField
        label="Name"
        value={name}
        maxLength={80}
        required
        problem={problem}
        onChange={(event) => setName(event.target.value)}
      />
      <ProviderChoice
        label="Provider"
        none="Recognise it"
        hint="Recognised from each delivery unless you say it here."
        value={provider}
        onChange={setProvider}
      />
      <Button onClick={() => app.dialog.set({ kind: 'recipe', id: null })}>Describe a scheme of your own…</Button>
      <SaveFoot busy={busy} />
    </form>
  );
}
