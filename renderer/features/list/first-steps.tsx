import { Terminal } from 'lucide-react';
import { useState } from 'react';
import { publicEndpointUrl } from '../../../server/contract/public-endpoint-url.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useCurrentEndpoint, useGaps, useTunnelState } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { GapNote } from '../../parts/gap-row.tsx';
import { Spinner } from '../../parts/spinner.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { trialCommand } from '../../view/trial-command.ts';
import styles from './first-steps.module.css';

const SAMPLES = [
  ['contentstack', 'Contentstack'],
  ['contentful', 'Contentful'],
  ['datocms', 'DatoCMS'],
] as const;

/** What an empty inbox teaches: its address, a command to try, samples that work at once, and how far it reaches. */
export function FirstSteps() {
  const { app, actions } = useShared();
  const endpoint = useCurrentEndpoint();
  const gaps = useGaps();
  const tunnel = useTunnelState();
  const [busy, setBusy] = useState<string | null>(null);
  if (endpoint === undefined) return null;
  const command = trialCommand(endpoint.url);
  const send = async (provider: string): Promise<void> => {
    setBusy(provider);
    await actions.sendSample(endpoint.id, provider);
    setBusy(null);
  };
  return (
    <div className={styles['page']}>
      <div className={styles['column']}>
        <p className={styles['wait']}>
          <Spinner /> Waiting for the first delivery
        </p>
        {gaps.length > 0 && <GapNote gaps={gaps} />}
        <h2 className={styles['title']}>
          Send something to <VisibleText text={endpoint.name} />
        </h2>
        <p className={styles['text']}>
          Whatever arrives at this address is kept byte for byte and shows up here at once.
        </p>
        <div className={styles['box']}>
          <code>{endpoint.url}</code>
          <CopyButton label="Copy URL" text={endpoint.url} word="Copy URL" />
        </div>
        <h3 className={styles['step']}>Try it from a terminal</h3>
        <div className={styles['box']}>
          <Terminal aria-hidden="true" />
          <code>{command}</code>
          <CopyButton label="Copy command" text={command} word="Copy" />
        </div>
        <h3 className={styles['step']}>Or send a sample now</h3>
        <div className={styles['samples']}>
          {SAMPLES.map(([id, name]) => (
            <Button key={id} busy={busy === id} onClick={() => void send(id)}>
              {name}
            </Button>
          ))}
        </div>
        <p className={styles['foot']}>
          {tunnel.kind === 'open'
            ? `Through the tunnel, senders outside reach it at ${publicEndpointUrl(tunnel, endpoint.url)}.`
            : 'Only programs on this computer can reach the address.'}{' '}
          <button type="button" className={styles['link']} onClick={() => app.dialog.set({ kind: 'reach' })}>
            What is reachable
          </button>
        </p>
      </div>
    </div>
  );
}
