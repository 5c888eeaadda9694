import type { Verdict } from '../../server/contract/verdict.ts';
import { classNames } from '../parts/class-names.ts';
import { VerdictIcon } from '../parts/verdict-icon.tsx';
import { VisibleText } from '../parts/visible-text.tsx';
import { verdictMark } from '../view/sentences.ts';
import styles from './signature-tab.module.css';

/** A verdict: its word, its sentence, its code. */
export function VerdictBox({ verdict }: { readonly verdict: Verdict }) {
  const { meaning, word } = verdictMark(verdict);
  return (
    <section className={classNames(styles['verdict'], styles[meaning])} aria-label="Verdict">
      <VerdictIcon verdict={verdict} size={24} />
      <div>
        <h3 className={styles['title']}>Signature {word}</h3>
        <p className={styles['sentence']}>
          <VisibleText text={verdict.sentence} />
        </p>
        <p className={styles['code']}>
          <code>{verdict.code}</code>
        </p>
      </div>
    </section>
  );
}
