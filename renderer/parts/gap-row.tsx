// biome-ignore-all lint/a11y/useSemanticElements: a virtual ARIA grid (APG, grid pattern) cannot be a table element
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop; a line of gaps is read, not entered
import { Unplug } from 'lucide-react';
import { memo } from 'react';
import type { TunnelGap } from '../../server/contract/tunnel.ts';
import { gapDetail, gapReason, gapText } from '../view/gap-words.ts';
import { plain } from '../view/sentences.ts';
import { classNames } from './class-names.ts';
import styles from './gap-row.module.css';
import { useNow } from './use-now.ts';
import { VisibleText } from './visible-text.tsx';

export interface GapRowProps {
  readonly index: number;
  readonly top: number;
  readonly gaps: readonly TunnelGap[];
  readonly now: number;
}

/** When the tunnel was down, as a line between two deliveries. A row of its own that cannot be selected. */
export const GapRow = memo(function GapRow({ index, top, gaps, now }: GapRowProps) {
  return (
    <div
      className={classNames(styles['row'], gaps.at(-1)?.to === null && styles['lasting'])}
      style={{ transform: `translateY(${top}px)` }}
      role="row"
      aria-rowindex={index + 2}
    >
      <span role="gridcell" aria-colspan={6} className={styles['line']} title={plain(gapDetail(gaps))}>
        <GapWords gaps={gaps} now={now} />
      </span>
    </div>
  );
});

/** The same words where there is no list. */
export function GapNote({ gaps }: { readonly gaps: readonly TunnelGap[] }) {
  const now = useNow(60_000);
  return (
    <p
      className={classNames(styles['note'], gaps.at(-1)?.to === null && styles['lasting'])}
      title={plain(gapDetail(gaps))}
    >
      <GapWords gaps={gaps} now={now} />
    </p>
  );
}

function GapWords({ gaps, now }: { readonly gaps: readonly TunnelGap[]; readonly now: number }) {
  const reason = gapReason(gaps);
  return (
    <>
      <Unplug aria-hidden="true" />
      <span className={styles['times']}>{gapText(gaps, now)}</span>
      {reason !== null && (
        <span className={styles['reason']}>
          {/* Not drawn, but read: it parts the words from those before. */} <VisibleText text={reason} />
        </span>
      )}
    </>
  );
}
