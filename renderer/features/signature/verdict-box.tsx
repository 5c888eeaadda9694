import type { Verdict } from '../../../server/contract/verdict.ts';
import { classNames } from '../../parts/class-names.ts';
import { CodedText } from '../../parts/coded-text.tsx';
import { VerdictIcon } from '../../parts/verdict-icon.tsx';
import { sentenceCase, verdictMark, verdictWords } from '../../view/sentences.ts';
import styles from './signature-tab.module.css';

/** A verdict: its word, its sentence, its code. */
export function VerdictBox({ verdict, of = '' }: { readonly verdict: Verdict; readonly of?: string }) {
  const { meaning } = verdictMark(verdict);
  return (
    <section className={classNames(styles['verdict'], styles[meaning])} aria-label={`Verdict${of}`}>
      <VerdictIcon verdict={verdict} size={24} />
      <div>
        <h3 className={styles['title']}>{sentenceCase(verdictWords(verdict))}</h3>
        <p className={styles['sentence']}>
          <CodedText text={verdict.sentence} />
        </p>
        {verdict.code !== verdict.kind && (
          <p className={styles['code']}>
            <code>{verdict.code}</code>
          </p>
        )}
      </div>
    </section>
  );
}
