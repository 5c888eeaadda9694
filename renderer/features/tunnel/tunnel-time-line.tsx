import { useTunnelHistory } from '../../hooks/queries.ts';
import { useNow } from '../../parts/use-now.ts';
import { VisibleText } from '../../parts/visible-text.tsx';
import { formatCount } from '../../view/size.ts';
import { spanLength, spansInWords, spanTimes, type TunnelSpan, tunnelSpans } from '../../view/tunnel-spans.ts';
import styles from './tunnel-time-line.module.css';

const DAY_MS = 86_400_000;
const AXIS = ['24 h ago', '18 h', '12 h', '6 h', 'now'] as const;
/** The least width of a drawn stretch, of 1,440 minutes: a gap of a second is still seen. */
const LEAST = 6;
const MOST_ROWS = 100;

/** The tunnel's last 24 hours: drawn, and as a table that says the same, newest first. */
export function TunnelTimeLine() {
  const now = useNow(1_000);
  const history = useTunnelHistory();
  if (history === undefined) return null;
  const from = now - DAY_MS;
  const spans = tunnelSpans(history, from, now);
  return (
    <figure className={styles['figure']}>
      <figcaption className={styles['text']}>{spansInWords(spans, now)}</figcaption>
      <Drawing spans={spans} from={from} now={now} />
      <div className={styles['axis']} aria-hidden="true">
        {AXIS.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </div>
      {spans.length > 0 && <Spans spans={spans} now={now} />}
    </figure>
  );
}

interface SpansProps {
  readonly spans: readonly TunnelSpan[];
  readonly now: number;
}

function Drawing({ spans, from, now }: SpansProps & { readonly from: number }) {
  const minutes = (at: number): number => ((at - from) / DAY_MS) * 1_440;
  const inOrder = [...spans].sort((a, b) => (a.kind === b.kind ? 0 : a.kind === 'open' ? -1 : 1));
  return (
    <svg className={styles['drawing']} viewBox="0 0 1440 28" preserveAspectRatio="none" aria-hidden="true">
      <rect className={styles['ground']} x="0" y="12" width="1440" height="4" />
      {inOrder.map((span) => {
        const width = Math.max(LEAST, minutes(span.to ?? now) - minutes(span.from));
        const x = Math.min(minutes(span.from), 1_440 - width);
        // Told by shape as well as by colour: what was down stands out above and below.
        return span.kind === 'open' ? (
          <rect key={`open-${span.from}`} className={styles['open']} x={x} y="8" width={width} height="12" />
        ) : (
          <rect key={`down-${span.from}`} className={styles['down']} x={x} y="0" width={width} height="28" />
        );
      })}
    </svg>
  );
}

function Spans({ spans, now }: SpansProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section className={styles['scroll']} aria-label="Times of the tunnel" tabIndex={0}>
      <table className={styles['table']}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Tunnel</th>
            <th scope="col">Length</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {spans
            .toReversed()
            .slice(0, MOST_ROWS)
            .map((span) => (
              <tr key={`${span.kind}-${span.from}`}>
                <td>{spanTimes(span, now)}</td>
                <td className={styles[span.kind]}>{span.kind}</td>
                <td>{spanLength(span, now)}</td>
                <td className={styles['reason']}>{span.kind === 'down' && <VisibleText text={span.reason} />}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {spans.length > MOST_ROWS && (
        <p className={styles['text']}>{formatCount(spans.length - MOST_ROWS)} earlier ones are drawn above only.</p>
      )}
    </section>
  );
}
