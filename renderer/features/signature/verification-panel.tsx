import type { Verification } from '../../../server/contract/verification.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Facts } from '../../parts/facts.tsx';
import { VisibleText } from '../../parts/visible-text.tsx';
import { formatSize } from '../../view/size.ts';
import { exactTime } from '../../view/time.ts';
import { skewSentence } from '../../view/verification.ts';
import { DiagnosisBox } from './diagnosis-box.tsx';
import styles from './verification-panel.module.css';

/** The evidence of a check: cause, expected and received, clock, and the exact string that is signed. */
export function VerificationPanel({
  verification,
  of = '',
}: {
  readonly verification: Verification;
  /** What stands behind the names of its parts where a page has two. */
  readonly of?: string;
}) {
  const { diagnosis, scheme, secretName, expected, received, timestampMs, signed, signedSizeBytes } = verification;
  const skew = skewSentence(verification);
  return (
    <>
      {diagnosis !== null && <DiagnosisBox diagnosis={diagnosis} said={verification.verdict.sentence} of={of} />}
      <Facts
        facts={[
          ['Scheme', scheme],
          ['Secret', secretName === null ? null : <VisibleText key="secret" text={secretName} />],
          ['Expected', expected === null ? null : <Signature key="expected" name="expected" value={expected} />],
          ['Received', received === null ? null : <Signature key="received" name="received" value={received} />],
          ['Signed at', timestampMs === null ? null : exactTime(timestampMs)],
          ['Clock', skew],
        ]}
      />
      {signed !== null && (
        <section aria-label={`Signed string${of}`}>
          <div className={styles['head']}>
            <h3 className={styles['title']}>Signed string</h3>
            {signedSizeBytes !== null && (
              <span className={styles['figure']}>
                {formatSize(signedSizeBytes)}
                {verification.signedShortened && ', its middle left out'}
              </span>
            )}
          </div>
          <pre className={styles['signed']}>
            {signed.map(({ text, kind }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: runs of one string never move
              <span key={at} className={styles[kind]}>
                {kind === 'text' ? <VisibleText text={text} /> : text}
              </span>
            ))}
          </pre>
        </section>
      )}
    </>
  );
}

function Signature({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <span className={styles['signature']}>
      <code>
        <VisibleText text={value} />
      </code>
      <CopyButton label={`Copy ${name} signature`} text={value} />
    </span>
  );
}
