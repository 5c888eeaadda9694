import { Stethoscope } from 'lucide-react';
import type { Verification } from '../../server/contract/verification.ts';
import { VisibleText } from '../parts/visible-text.tsx';
import { plural } from '../view/size.ts';
import styles from './diagnosis-box.module.css';

type Diagnosis = NonNullable<Verification['diagnosis']>;

/** What the doctor found: the cause with its fix and proof, or what was tried in vain. */
export function DiagnosisBox({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { code, sentence, fix, proof, tried, difference } = diagnosis;
  return (
    <section className={styles['box']} aria-label="Diagnosis">
      <h3 className={styles['title']}>
        <Stethoscope aria-hidden="true" />
        {code === null ? 'No cause was found' : 'Cause'}
        {code !== null && <code>{code}</code>}
      </h3>
      <p className={styles['sentence']}>
        <VisibleText text={sentence} />
      </p>
      {fix !== '' && (
        <p className={styles['fix']}>
          <strong>What to do.</strong> <VisibleText text={fix} />
        </p>
      )}
      {proof !== null && (
        <p className={styles['proof']}>
          <strong>Proof.</strong> <VisibleText text={proof} />
        </p>
      )}
      {difference !== null && (
        <dl className={styles['difference']} aria-label={`First difference, at byte ${difference.at}`}>
          <div>
            <dt>Received</dt>
            <dd>
              <code>
                <VisibleText text={difference.received} />
              </code>
            </dd>
          </div>
          <div>
            <dt>Signed</dt>
            <dd>
              <code>
                <VisibleText text={difference.signed} />
              </code>
            </dd>
          </div>
        </dl>
      )}
      {tried.length > 0 && (
        <details className={styles['tried']}>
          <summary>{plural(tried.length, 'other cause')} ruled out</summary>
          <ul>
            {tried.map((one) => (
              <li key={one.code}>
                <VisibleText text={one.sentence} /> <code>{one.code}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
