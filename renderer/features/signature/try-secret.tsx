import { type FormEvent, useState } from 'react';
import type { Verification } from '../../../server/contract/verification.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useProviders } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { sentenceOf } from '../../state/api.ts';
import { ProviderChoice } from './provider-choice.tsx';
import { NO_SECRET, SecretFields, secretBody } from './secret-fields.tsx';
import styles from './signature-tab.module.css';
import { VerdictBox } from './verdict-box.tsx';
import { VerificationPanel } from './verification-panel.tsx';

/** Checks a delivery with a secret that is not stored, by the scheme of any provider. */
export function TrySecret({
  deliveryId,
  provider: recognised,
}: {
  readonly deliveryId: number;
  readonly provider: string | null;
}) {
  const { app } = useShared();
  const providers = useProviders();
  const [chosen, setChosen] = useState(recognised ?? '');
  const [input, setInput] = useState(NO_SECRET);
  const [result, setResult] = useState<Verification | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const provider = providers.find(({ id }) => id === chosen);
  const attempt = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (provider === undefined) return setProblem('Choose a provider first.');
    if (input.value === '') return setProblem('Paste a secret first.');
    setBusy(true);
    try {
      const body = { provider: provider.id, ...secretBody(input, provider) };
      setResult(await app.api.call('trySecret', { params: { id: deliveryId }, body }));
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
        <ProviderChoice label="Checked as" none="Choose a provider" value={chosen} onChange={setChosen} />
        <SecretFields
          label="Secret to try"
          hint={provider === undefined ? '' : `What to paste: ${provider.secretLabel}.`}
          provider={provider}
          input={input}
          problem={problem}
          onChange={setInput}
        />
        <Button type="submit" busy={busy}>
          Try it
        </Button>
      </form>
      {result !== null && (
        <section className={styles['result']} aria-label="Result of the trial">
          <VerdictBox verdict={result.verdict} of=" of the trial" />
          <VerificationPanel verification={result} of=" of the trial" />
        </section>
      )}
    </details>
  );
}
