import { type FormEvent, useState } from 'react';
import type { Settings, Status } from '../../../server/contract/status.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useAllowedHosts, useSettings, useStatus } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import pair from '../../parts/dialog-form.module.css';
import styles from '../../parts/dialog-sections.module.css';
import { ErrorLine } from '../../parts/error-line.tsx';
import { Facts } from '../../parts/facts.tsx';
import { Choice, TextField } from '../../parts/field.tsx';
import { SaveFoot } from '../../parts/save-foot.tsx';
import { useStore } from '../../parts/use-store.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { desktop } from '../../state/desktop.ts';
import type { Theme } from '../../state/preferences.ts';
import { plain } from '../../view/sentences.ts';
import { formatCount, formatSize } from '../../view/size.ts';
import { RecipeList } from '../signature/recipe-list.tsx';

const MEGABYTE = 1_048_576;

/** Retention and limits, the look, allowed hosts, and the figures of the server. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const { app } = useShared();
  const settings = useSettings();
  const { theme } = useStore(app.preferences);
  return (
    <Dialog title="Settings" onClose={onClose}>
      <Choice
        label="Theme"
        value={theme}
        onChange={(event) => app.preferences.update((now) => ({ ...now, theme: event.target.value as Theme }))}
      >
        <option value="system">As the system</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </Choice>
      {settings !== undefined && <Limits settings={settings} />}
      <h3 className={styles['title']}>Signature schemes of your own</h3>
      <p className={styles['text']}>
        For senders that are not known by name. Choose one as the provider of an endpoint.
      </p>
      <RecipeList />
      <Hosts />
      <h3 className={styles['title']}>Sessions</h3>
      <p className={styles['text']}>Every link that was opened let one browser in.</p>
      <Button onClick={() => app.dialog.set({ kind: 'sessions' })}>Show sessions…</Button>
      <Figures />
    </Dialog>
  );
}

function Limits({ settings }: { readonly settings: Settings }) {
  const { app } = useShared();
  const [days, setDays] = useState(settings.keepDays === null ? '' : String(settings.keepDays));
  const [count, setCount] = useState(settings.keepCount === null ? '' : String(settings.keepCount));
  const [size, setSize] = useState(settings.keepBytes === null ? '' : String(settings.keepBytes / MEGABYTE));
  const [cap, setCap] = useState(String(settings.bodyCapBytes / MEGABYTE));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const orNull = (text: string, factor = 1): number | null =>
    text.trim() === '' ? null : Math.round(Number(text) * factor);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await app.api.call('setSettings', {
        body: {
          keepDays: days.trim() === '' ? null : Number(days),
          keepCount: orNull(count),
          keepBytes: orNull(size, MEGABYTE),
          bodyCapBytes: Math.round(Number(cap) * MEGABYTE),
        },
      });
      app.cache.invalidate(KEYS.settings);
      app.cache.invalidate(KEYS.status);
      app.toasts.show('ok', 'Settings saved.');
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <h3 className={styles['title']}>Retention</h3>
      <p className={styles['text']}>Empty means without limit. Pinned deliveries are never removed.</p>
      <form onSubmit={(event) => void save(event)}>
        <div className={pair['pair']}>
          <TextField
            label="Keep days"
            type="number"
            min={0.01}
            step="any"
            value={days}
            placeholder="All"
            onChange={(event) => setDays(event.target.value)}
          />
          <TextField
            label="Keep at most, deliveries"
            type="number"
            min={1}
            value={count}
            placeholder="All"
            onChange={(event) => setCount(event.target.value)}
          />
          <TextField
            label="Keep at most, MB"
            type="number"
            min={1}
            step="any"
            value={size}
            placeholder="All"
            onChange={(event) => setSize(event.target.value)}
          />
          <TextField
            label="Largest body, MB"
            type="number"
            min={0.001}
            max={1_024}
            step="any"
            required
            value={cap}
            onChange={(event) => setCap(event.target.value)}
            hint="Larger ones are answered 413; their beginning is kept."
          />
        </div>
        {problem !== null && <ErrorLine>{problem}</ErrorLine>}
        <SaveFoot busy={busy} />
      </form>
    </>
  );
}

function Hosts() {
  const { app } = useShared();
  const hosts = useAllowedHosts();
  if (hosts.length === 0) return null;
  const forbid = async (host: string): Promise<void> => {
    try {
      await app.api.call('forbidHost', { body: { host } });
      app.cache.invalidate(KEYS.allowedHosts);
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
  };
  return (
    <>
      <h3 className={styles['title']}>Hosts that may be sent to</h3>
      <ul className={styles['hosts']}>
        {hosts.map((host) => (
          <li key={host}>
            <code>
              <VisibleText text={host} />
            </code>
            <Button size="small" aria-label={plain(`Take ${host} back`)} onClick={() => void forbid(host)}>
              Take back
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function refusedCalls({ refusedCalls, wrongTokens }: Status): string {
  const guesses = wrongTokens === 0 ? '' : `, ${formatCount(wrongTokens)} with a wrong token or code`;
  return `${formatCount(refusedCalls)} to this window’s address${guesses}`;
}

function Figures() {
  const status = useStatus();
  if (status === undefined) return null;
  const shell = desktop();
  return (
    <>
      <h3 className={styles['title']}>This Hookglass</h3>
      <Facts
        facts={[
          ['Version', status.version],
          [
            'Data folder',
            <span key="folder">
              <code>{status.dataDir}</code>{' '}
              {shell !== null && (
                <Button size="small" onClick={shell.revealDataFolder}>
                  Show
                </Button>
              )}
            </span>,
          ],
          ['Size on disk', formatSize(status.dataSizeBytes)],
          ['Deliveries', formatCount(status.deliveries)],
          ['Unknown paths', `${formatCount(status.unknownPaths)} requests, answered 404 and not kept`],
          ['Malformed', formatCount(status.malformed)],
          ['Too large', status.tooLarge === 0 ? null : `${formatCount(status.tooLarge)}, answered 413 or 431`],
          ['Too slow', status.tooSlow === 0 ? null : `${formatCount(status.tooSlow)}, answered 408`],
          ['Too much at once', status.overloaded === 0 ? null : `${formatCount(status.overloaded)}, answered 503`],
          ['Unfinished', status.unfinishedDropped === 0 ? null : `${formatCount(status.unfinishedDropped)} not kept`],
          [
            'Connections',
            status.connectionsRefused === 0 ? null : `${formatCount(status.connectionsRefused)} closed unread`,
          ],
          ['Removed', `${formatCount(status.pruned)} by retention`],
          ['Refused calls', status.refusedCalls === 0 ? null : refusedCalls(status)],
          ['Store failures', status.storeFailures === 0 ? null : formatCount(status.storeFailures)],
          [
            'Secrets',
            status.secretStorage === 'os-keychain'
              ? 'Encrypted with the system’s keychain'
              : 'Encrypted with a key file in the data folder',
          ],
        ]}
      />
    </>
  );
}
