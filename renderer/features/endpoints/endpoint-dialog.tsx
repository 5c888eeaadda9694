import { Tabs } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import styles from '../../parts/dialog-form.module.css';
import { TextArea, TextField } from '../../parts/field.tsx';
import type { EndpointPart } from '../../state/dialogs.ts';
import { headersToText, textToHeaders } from '../../view/header-lines.ts';
import { ProviderChoice } from '../signature/provider-choice.tsx';
import { SecretsPanel } from '../signature/secrets-panel.tsx';
import { EndpointLimits } from './endpoint-limits.tsx';
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
          <Reply endpoint={endpoint} onClose={onClose} />
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
      <Save busy={busy} />
    </form>
  );
}

function Reply(props: EndpointPartProps) {
  const { reply } = props.endpoint;
  const [status, setStatus] = useState(String(reply.status));
  const [delay, setDelay] = useState(String(reply.delayMs));
  const [headers, setHeaders] = useState(headersToText(reply.headers));
  const [body, setBody] = useState(reply.body);
  const [headerProblem, setHeaderProblem] = useState<string | null>(null);
  const { busy, problem, save } = useSaveEndpoint(props);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = textToHeaders(headers, reply.headers);
    setHeaderProblem(parsed.kind === 'bad' ? parsed.sentence : null);
    if (parsed.kind === 'bad') return;
    void save({ reply: { status: Number(status), delayMs: Number(delay), headers: [...parsed.lines], body } });
  };
  return (
    <form onSubmit={submit}>
      <p className={styles['text']}>What senders are answered with, once their delivery is on disk.</p>
      <div className={styles['pair']}>
        <TextField
          label="Status"
          type="number"
          min={200}
          max={599}
          required
          value={status}
          onChange={(event) => setStatus(event.target.value)}
        />
        <TextField
          label="Delay in ms"
          type="number"
          min={0}
          max={60_000}
          required
          value={delay}
          onChange={(event) => setDelay(event.target.value)}
        />
      </div>
      <TextArea
        label="Header lines"
        value={headers}
        problem={headerProblem}
        hint="One a line, as “Name: value”."
        onChange={(event) => setHeaders(event.target.value)}
      />
      <TextArea
        label="Body"
        rows={5}
        value={body}
        problem={problem}
        onChange={(event) => setBody(event.target.value)}
      />
      <Save busy={busy} />
    </form>
  );
}

function Save({ busy }: { readonly busy: boolean }) {
  return (
    <div className={styles['foot']}>
      <Button type="submit" look="primary" busy={busy}>
        Save
      </Button>
    </div>
  );
}
