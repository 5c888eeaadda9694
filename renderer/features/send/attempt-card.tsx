import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import type { Attempt } from '../../../server/contract/replay.ts';
import { Badge } from '../../parts/badge.tsx';
import { HeaderTable } from '../../parts/header-table.tsx';
import { Spinner } from '../../parts/spinner.tsx';
import { TimingsBar } from '../../parts/timings-bar.tsx';
import { useNow } from '../../parts/use-now.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { statusMeaning } from '../../view/sentences.ts';
import { formatSize } from '../../view/size.ts';
import { agoInWords, exactTime, formatDuration } from '../../view/time.ts';
import { AnswerBody } from './answer-body.tsx';
import styles from './attempt-card.module.css';

/** One attempt: how it ended in a line, and on demand the request beside the answer. */
export function AttemptCard({
  delivery,
  attempt,
  startsOpen,
}: {
  readonly delivery: Delivery;
  readonly attempt: Attempt;
  readonly startsOpen: boolean;
}) {
  const [isOpen, setOpen] = useState(startsOpen);
  const now = useNow(5_000);
  const { outcome } = attempt;
  return (
    <section className={styles['card']} aria-label={`Attempt ${attempt.id}`}>
      <button type="button" className={styles['head']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <ChevronRight className={styles['arrow']} aria-hidden="true" />
        {outcome.kind === 'pending' && <Spinner />}
        {outcome.kind === 'pending' && <Badge meaning="info">sending</Badge>}
        {outcome.kind === 'failed' && <Badge meaning="bad">failed</Badge>}
        {outcome.kind === 'answered' && <Badge meaning={statusMeaning(outcome.status)}>{outcome.status}</Badge>}
        <span className={styles['url']}>
          <VisibleText text={attempt.url} />
        </span>
        {attempt.edited && <Badge meaning="warning">edited</Badge>}
        {attempt.origin === 'forward' && <Badge>live</Badge>}
        {outcome.kind !== 'pending' && (
          <span className={styles['figure']}>{formatDuration(outcome.timings.totalMs)}</span>
        )}
        <time className={styles['figure']} title={exactTime(attempt.startedAt)}>
          {agoInWords(attempt.startedAt, now)}
        </time>
      </button>
      {isOpen && (
        <div className={styles['body']}>
          {outcome.kind === 'failed' && (
            <p className={styles['reason']}>
              <VisibleText text={outcome.reason} /> <code>{outcome.code}</code>
            </p>
          )}
          {outcome.kind !== 'pending' && <TimingsBar timings={outcome.timings} />}
          <div className={styles['sides']}>
            <div className={styles['side']}>
              <p className={styles['line']}>
                <code>
                  <VisibleText text={`${attempt.method} ${pathOf(attempt.url)}`} />
                </code>
                <span className={styles['figure']}>
                  {formatSize(attempt.bodySizeBytes)}
                  {attempt.edited ? '' : `, the body of #${delivery.id}`}
                </span>
              </p>
              <HeaderTable title="Sent header lines" lines={attempt.headers} />
            </div>
            {outcome.kind === 'answered' && (
              <div className={styles['side']}>
                <p className={styles['line']}>
                  <code>
                    {outcome.status} <VisibleText text={outcome.statusText} />
                  </code>
                  <span className={styles['figure']}>
                    {formatSize(outcome.bodySizeBytes)}
                    {outcome.truncated && ', cut'}
                  </span>
                </p>
                <HeaderTable title="Answered header lines" lines={outcome.headers} />
              </div>
            )}
          </div>
          {outcome.kind === 'answered' && outcome.bodySizeBytes > 0 && (
            <AnswerBody attemptId={attempt.id} headers={outcome.headers} sizeBytes={outcome.bodySizeBytes} />
          )}
        </div>
      )}
    </section>
  );
}

function pathOf(url: string): string {
  const match = /^[a-z]+:\/\/[^/?#]+(.*)$/i.exec(url);
  return match?.[1] || '/';
}
