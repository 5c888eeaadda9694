import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Endpoint, Secret } from '../../../server/contract/endpoint.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useProviders, useSecrets, useStatus } from '../../hooks/queries.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { KEYS } from '../../state/apply-message.ts';
import { exactTime } from '../../view/time.ts';
import { AddSecret } from './add-secret.tsx';
import styles from './secrets-panel.module.css';

/** The names of an endpoint's secrets, and a form to add one. Values are never shown. */
export function SecretsPanel({ endpoint }: { readonly endpoint: Endpoint }) {
  const { app } = useShared();
  const secrets = useSecrets(endpoint.id);
  const status = useStatus();
  const provider = useProviders().find(({ id }) => id === endpoint.provider);
  const [asked, setAsked] = useState<Secret | null>(null);
  const remove = async ({ id, name }: Secret): Promise<void> => {
    await app.api.call('deleteSecret', { params: { id } });
    app.cache.invalidate(KEYS.secrets(endpoint.id));
    app.toasts.show('info', `Secret “${name}” was deleted.`);
  };
  return (
    <>
      <p className={styles['text']}>
        Signatures are checked with each of these, so old and new can overlap.{' '}
        {status?.secretStorage === 'os-keychain'
          ? 'They are encrypted with the keychain of the system.'
          : 'They are encrypted with a key file in the data folder that only you can read.'}
      </p>
      {secrets.length > 0 && (
        <ul className={styles['list']} aria-label="Secrets">
          {secrets.map((secret) => (
            <li key={secret.id} className={styles['secret']}>
              <KeyRound aria-hidden="true" />
              <span className={styles['name']}>
                <VisibleText text={secret.name} />
              </span>
              <span className={styles['figure']}>{exactTime(secret.createdAt).slice(0, 10)}</span>
              <IconButton label={`Delete secret ${secret.name}`} onClick={() => setAsked(secret)}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <h3 className={styles['title']}>Add a secret</h3>
      <AddSecret
        endpointId={endpoint.id}
        suggestedName={secrets.length === 0 ? 'secret' : `secret ${secrets.length + 1}`}
        provider={provider}
      />
      {asked !== null && (
        <ConfirmDialog
          title={`Delete the secret “${asked.name}”?`}
          action="Delete secret"
          danger
          onClose={() => setAsked(null)}
          onConfirm={() => remove(asked)}
        >
          It cannot be read back or restored. Every delivery of <VisibleText text={endpoint.name} /> is checked again
          without it.
        </ConfirmDialog>
      )}
    </>
  );
}
