import { KeyRound, Trash2 } from 'lucide-react';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { sentenceOf } from '../state/api.ts';
import { KEYS } from '../state/apply-message.ts';
import { exactTime } from '../view/time.ts';
import { AddSecret } from './add-secret.tsx';
import { useShared } from './app-context.ts';
import { useProviders, useSecrets, useStatus } from './queries.ts';
import styles from './secrets-panel.module.css';

/** The names of an endpoint's secrets, and a form to add one. Values are never shown. */
export function SecretsPanel({ endpoint }: { readonly endpoint: Endpoint }) {
  const { app } = useShared();
  const secrets = useSecrets(endpoint.id);
  const status = useStatus();
  const provider = useProviders().find(({ id }) => id === endpoint.provider);
  const remove = async (id: number, name: string): Promise<void> => {
    try {
      await app.api.call('deleteSecret', { params: { id } });
      app.cache.invalidate(KEYS.secrets(endpoint.id));
      app.toasts.show('info', `Secret “${name}” was deleted.`);
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
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
          {secrets.map(({ id, name, createdAt }) => (
            <li key={id} className={styles['secret']}>
              <KeyRound aria-hidden="true" />
              <span className={styles['name']}>{name}</span>
              <span className={styles['figure']}>{exactTime(createdAt).slice(0, 10)}</span>
              <IconButton label={`Delete secret ${name}`} onClick={() => void remove(id, name)}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <AddSecret
        endpointId={endpoint.id}
        suggestedName={secrets.length === 0 ? 'secret' : `secret ${secrets.length + 1}`}
        provider={provider}
      />
    </>
  );
}
