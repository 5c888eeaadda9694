import { type FormEvent, useState } from 'react';
import { useFreshStatus, useTunnelState } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import styles from '../../parts/dialog-form.module.css';
import { TextArea, TextField } from '../../parts/field.tsx';
import { SaveFoot } from '../../parts/save-foot.tsx';
import { Toggle } from '../../parts/toggle.tsx';
import { allowWarning, draftOf, type LimitsDraft, readLimits } from '../../view/limits.ts';
import { plural } from '../../view/size.ts';
import { type EndpointPartProps, useSaveEndpoint } from './use-save-endpoint.ts';

/** Who may deliver to an endpoint: addresses, a rate, and a password that is set but never shown. */
export function EndpointLimits(props: EndpointPartProps) {
  const { limits } = props.endpoint;
  const refused = useFreshStatus()?.refused ?? 0;
  const tunnel = useTunnelState();
  const [draft, setDraft] = useState(() => draftOf(limits));
  const [tried, setTried] = useState(false);
  const { busy, problem, save } = useSaveEndpoint(props);
  const change = (changes: Partial<LimitsDraft>): void => setDraft((now) => ({ ...now, ...changes }));
  const read = readLimits(draft);
  const problemOf = (field: string): string | null =>
    tried && read.kind === 'bad' && read.field === field ? read.sentence : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (read.kind === 'fits') void save({ limits: read.limits });
  };
  const warning = allowWarning(tunnel, draft.allow);
  return (
    <form onSubmit={submit} noValidate>
      <p className={styles['text']}>
        Who may deliver to this endpoint. What is refused is counted and not kept
        {refused > 0 && `: ${plural(refused, 'request')} of all endpoints since Hookglass started`}.
      </p>
      <TextArea
        label="Allowed addresses"
        rows={3}
        value={draft.allow}
        placeholder={'Everyone. Or, for example:\n203.0.113.0/24'}
        problem={problemOf('allow') ?? problem}
        hint="Addresses and ranges, one a line. Others are answered 403. Through a tunnel this is as good as its operator."
        onChange={(event) => change({ allow: event.target.value })}
      />
      {warning !== null && (
        <p className={styles['warning']} role="status">
          {warning}
        </p>
      )}
      <TextField
        label="Deliveries a minute"
        inputMode="numeric"
        value={draft.perMinute}
        placeholder="Any number"
        problem={problemOf('perMinute')}
        hint="The allowance grows back evenly. What is above it is answered 429."
        onChange={(event) => change({ perMinute: event.target.value })}
      />
      <div className={styles['toggle']}>
        <Toggle
          label="Ask for a user name and a password"
          checked={draft.asksPassword}
          onChange={(asksPassword) => change({ asksPassword })}
        />
      </div>
      {draft.asksPassword && draft.password === null && (
        <p className={styles['set']}>
          <span>
            A password is set for <code>{draft.user}</code>.
          </span>
          <Button size="small" onClick={() => change({ password: '' })}>
            Replace
          </Button>
        </p>
      )}
      {draft.asksPassword && draft.password !== null && (
        <div className={styles['pair']}>
          <TextField
            label="User name"
            value={draft.user}
            maxLength={200}
            problem={problemOf('user')}
            onChange={(event) => change({ user: event.target.value })}
          />
          <TextField
            label={limits.basicAuth === null ? 'Password' : 'New password'}
            type="password"
            autoComplete="new-password"
            value={draft.password}
            maxLength={1_000}
            problem={problemOf('password')}
            hint="Kept encrypted and never shown."
            onChange={(event) => change({ password: event.target.value })}
          />
        </div>
      )}
      <SaveFoot busy={busy} />
    </form>
  );
}
