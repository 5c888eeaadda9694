import { type FormEvent, useState } from 'react';
import type { Verification } from '../../server/contract/verification.ts';
import { Button } from '../parts/button.tsx';
import { TextArea } from '../parts/field.tsx';
import { sentenceOf } from '../state/api.ts';
import { useShared } from './app-context.ts';
import styles from './signature-tab.module.css';
import { VerdictBox } from './verdict-box.tsx';
import { VerificationPanel } from './verification-panel.tsx';

/** Checks a delivery with a secret that is not stored. */
export function TrySecret({ deliveryId, label }: { readonly deliveryId: number; readonly label: string | undefined }) {
  const { app } = useShared();
  const [value, setValue] = useState('');
  const [result, setResult] = useState<Verification | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const attempt = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (value === '') return setProblem('Paste a secret first.');
    setBusy(true);
    try {
      setResult(await app.api.call('trySecret', { params: { id: deliveryId }, body: { value } }));
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <details className={styles['try']}>
      <summary>Try another secret without storing it</summary>
      <form onSubmit={(event) => void attempt(event)}>
        <TextArea
          label="Secret to try"
          rows={2}
          value={value}
          problem={problem}
          hint={label === undefined ? undefined : `What to paste: ${label}.`}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button type="submit" busy={busy}>
          Try it
        </Button>
      </form>
      {result !== null && (
        <div className={styles['result']}>
          <VerdictBox verdict={result.verdict} />
          <VerificationPanel verification={result} />
        </div>
      )}
    </details>
  );
}
