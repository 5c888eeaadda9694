import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { useShared } from '../../hooks/app-context.ts';
import { Button } from '../../parts/button.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { sentenceOf } from '../../state/api.ts';
import { confirmationWords } from '../../view/confirmation.ts';
import styles from './offer.module.css';

type Told = { readonly kind: 'confirmed' | 'problem'; readonly sentence: string };

/** Offers the call that confirms a subscription. Says what will be called, and what came of it. */
export function ConfirmSubscription({
  delivery,
  provider,
}: {
  readonly delivery: Delivery;
  readonly provider: string | null;
}) {
  const { app } = useShared();
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<Told | null>(null);
  const words = confirmationWords(delivery, provider);
  if (words === null) return null;
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      const { sentence } = await app.api.call('confirmSubscription', { params: { id: delivery.id } });
      setTold({ kind: 'confirmed', sentence });
    } catch (error) {
      setTold({ kind: 'problem', sentence: sentenceOf(error) });
    }
    setBusy(false);
  };
  return (
    <section className={styles['box']} aria-label="Subscription">
      <div className={styles['words']}>
        <p>{words.sentence}</p>
        <p className={styles['hint']}>{words.refusal ?? words.hint}</p>
      </div>
      {words.refusal === null && (
        <Button look={told?.kind === 'confirmed' ? 'plain' : 'primary'} busy={busy} onClick={() => void confirm()}>
          Confirm subscription
        </Button>
      )}
      <div className={styles['told']} role="status">
        {told?.kind === 'confirmed' && (
          <p className={styles['done']}>
            <CircleCheck aria-hidden="true" />
            <span>{told.sentence}</span>
          </p>
        )}
      </div>
      {told?.kind === 'problem' && (
        <div className={styles['problem']}>
          <ErrorLine>{told.sentence}</ErrorLine>
        </div>
      )}
    </section>
  );
}
