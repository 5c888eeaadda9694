import type { Timings } from '../../server/contract/replay.ts';
import { formatDuration } from '../view/time.ts';
import { phases } from '../view/timings.ts';
import styles from './timings-bar.module.css';

/** How long each phase of a send took, drawn to scale with its figures below; nothing of one that ended before any. */
export function TimingsBar({ timings }: { readonly timings: Timings }) {
  const shown = phases(timings);
  if (shown.length === 0) return null;
  return (
    <figure className={styles['figure']} aria-label={`Timings, ${formatDuration(timings.totalMs)} in all`}>
      <div className={styles['bar']} aria-hidden="true">
        {shown.map(({ name, share }) => (
          <span key={name} className={styles[name]} style={{ flexGrow: share }} />
        ))}
      </div>
      <figcaption className={styles['legend']}>
        {shown.map(({ name, label, durationMs }) => (
          <span key={name} className={styles['item']}>
            <i className={styles[name]} aria-hidden="true" />
            {label} {formatDuration(durationMs)}
          </span>
        ))}
        <strong>{formatDuration(timings.totalMs)}</strong>
      </figcaption>
    </figure>
  );
}
