import { Stethoscope } from 'lucide-react';
import type { Verification } from '../../../server/contract/verification.ts';
import { CodedText } from '../../parts/coded-text.tsx';
import { MarkedLines } from '../../parts/marked-lines.tsx';
import { formatCount, plural } from '../../view/size.ts';
import styles from './diagnosis-box.module.css';

type Diagnosis = NonNullable<Verification['diagnosis']>;

/** What the doctor found: the cause with its fix and proof, or what was tried in vain. */
export function DiagnosisBox({
  diagnosis,
  said,
  of,
}: {
  readonly diagnosis: Diagnosis;
  /** The verdict's sentence, which is not said twice. */
  readonly said: string;
  readonly of: string;
}) {
  const { code, sentence, fix, proof, tried, difference } = diagnosis;
  return (
    <section className={styles['box']} aria-label={`Diagnosis${of}`}>
      <h3 className={styles['title']}>
        <Stethoscope aria-hidden="true" />
        {code === null ? 'No cause was found' : 'Cause'}
        {code !== null && <code>{code}</code>}
      </h3>
      {sentence !== said && (
        <p className={styles['sentence']}>
          <CodedText text={sentence} />
        </p>
      )}
      {fix !== '' && (
        <p className={styles['fix']}>
          <strong>What to do.</strong> <CodedText text={fix} />
        </p>
      )}
      {proof !== null && (
        <p className={styles['proof']}>
          <strong>Proof.</strong> <CodedText text={proof} />
        </p>
      )}
      {difference !== null && (
        <dl className={styles['difference']} aria-label="First difference">
          <div>
            <dt>Differs at</dt>
            <dd>byte {formatCount(difference.at)}</dd>
          </div>
          <div>
            <dt>Received</dt>
            <dd>
              <code>
                <MarkedLines text={difference.received} />
              </code>
            </dd>
          </div>
          <div>
            <dt>Signed</dt>
            <dd>
              <code>
                <MarkedLines text={difference.signed} />
              </code>
            </dd>
          </div>
        </dl>
      )}
      {tried.length > 0 && (
        <details className={styles['tried']}>
          <summary>
            {plural(new Set(tried.map((one) => one.code)).size, code === null ? 'cause' : 'other cause')} ruled out
          </summary>
          <ul>
            {tried.map((one) => (
              <li key={`${one.code} ${one.sentence}`}>
                <CodedText text={one.sentence} /> <code>{one.code}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
