import { clockTime } from '../view/time.ts';
import type { Moment } from '../view/timeline.ts';
import { classNames } from './class-names.ts';
import styles from './timeline.module.css';
import { VisibleText } from './visible-text.tsx';

/** Moments one below the other, each with its meaning and, where it is known, its time. */
export function Timeline({
  moments,
  onOpenAttempt,
}: {
  readonly moments: readonly Moment[];
  readonly onOpenAttempt: (id: number) => void;
}) {
  return (
    <ol className={styles['line']}>
      {moments.map(({ key, atMs, meaning, title, text, attemptId }) => (
        <li key={key} className={styles['moment']}>
          <time className={styles['time']}>{atMs === null ? '' : clockTime(atMs)}</time>
          <span className={classNames(styles['dot'], styles[meaning])} aria-hidden="true" />
          <div className={styles['words']}>
            {attemptId === null ? (
              <strong>{title}</strong>
            ) : (
              <button type="button" className={styles['link']} onClick={() => onOpenAttempt(attemptId)}>
                {title}
              </button>
            )}{' '}
            <span className={styles['text']}>
              <VisibleText text={text} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}
