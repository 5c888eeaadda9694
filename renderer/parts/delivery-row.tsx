// biome-ignore-all lint/a11y/useSemanticElements: a virtual ARIA grid (APG, grid pattern) cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop; aria-activedescendant tells the row
import { Pin } from 'lucide-react';
import { memo } from 'react';
import type { DeliverySummary } from '../../server/contract/delivery.ts';
import { headline, oneLine, outcomeMark, plain, rowBadges, rowSentence } from '../view/sentences.ts';
import { formatSize } from '../view/size.ts';
import { exactTime, shortAgo } from '../view/time.ts';
import { Badge } from './badge.tsx';
import { classNames } from './class-names.ts';
import styles from './delivery-grid.module.css';
import { ProviderMark } from './provider-mark.tsx';
import { VerdictIcon } from './verdict-icon.tsx';
import { VisibleText } from './visible-text.tsx';

export interface DeliveryRowProps {
  readonly index: number;
  readonly top: number;
  /** Undefined while its page is on its way. */
  readonly delivery: DeliverySummary | undefined;
  readonly provider: string | null;
  readonly isSelected: boolean;
  readonly isFocus: boolean;
  /** Gaps of the tunnel beside this row, in words for people who hear the list. */
  readonly gapNote: string | null;
  readonly now: number;
}

/** One delivery of the list. Keys and pointer are handled by the grid around it. */
export const DeliveryRow = memo(function DeliveryRow(props: DeliveryRowProps) {
  const { index, top, delivery, provider, isSelected, isFocus, gapNote, now } = props;
  const place = { transform: `translateY(${top}px)` };
  if (delivery === undefined) {
    return (
      <div className={styles['row']} style={place} role="row" aria-rowindex={index + 2} aria-label="Loading">
        <span role="gridcell" aria-colspan={6} className={styles['skeleton']} />
      </div>
    );
  }
  const sent = outcomeMark(delivery.lastAttempt);
  return (
    <div
      id={`delivery-${delivery.id}`}
      className={classNames(styles['row'], isFocus && styles['focus'])}
      style={place}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-label={[rowSentence(delivery, provider, now), gapNote].filter((part) => part !== null).join(', ')}
    >
      <span role="gridcell" className={styles['method']}>
        {plain(delivery.method)}
      </span>
      <span role="gridcell" className={styles['main']}>
        {provider !== null && <ProviderMark name={provider} />}
        <span className={classNames(styles['headline'], delivery.event === null && styles['path'])}>
          <VisibleText text={headline(delivery)} />
          {delivery.resource !== null && (
            <span className={styles['resource']}>
              <VisibleText text={oneLine(delivery.resource)} />
            </span>
          )}
        </span>
        <span className={styles['badges']}>
          {rowBadges(delivery).map(({ meaning, word }) => (
            <Badge key={word} meaning={meaning}>
              {word}
            </Badge>
          ))}
          {delivery.pinned && <Pin aria-hidden="true" />}
        </span>
      </span>
      <span role="gridcell" className={styles['shield']}>
        <VerdictIcon verdict={delivery.verdict} />
      </span>
      <span role="gridcell" className={classNames(styles['sent'], styles[sent?.meaning ?? 'plain'])}>
        {sent?.word ?? ''}
      </span>
      <span role="gridcell" className={styles['figure']}>
        {formatSize(delivery.sizeBytes)}
      </span>
      <span role="gridcell" className={styles['figure']} title={exactTime(delivery.at)}>
        {shortAgo(delivery.at, now)}
      </span>
    </div>
  );
});
