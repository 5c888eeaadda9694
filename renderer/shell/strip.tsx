import { TriangleAlert } from 'lucide-react';
import { useShared } from '../hooks/app-context.ts';
import { useEndpoints, useStatus } from '../hooks/queries.ts';
import { Button } from '../parts/button.tsx';
import { useStore } from '../parts/use-store.ts';
import { VisibleText } from '../parts/visible-text.tsx';
import { sentenceOf } from '../state/api.ts';
import { KEYS } from '../state/apply-message.ts';
import { formatCount, plural } from '../view/size.ts';
import styles from './strip.module.css';

/** The strip at the foot: sends under way, and whatever is changed from plain capturing. Absent when there is nothing. */
export function Strip() {
  const { app, actions } = useShared();
  const progress = useStore(app.sends.progress);
  const endpoints = useEndpoints();
  const paused = endpoints.filter((endpoint) => endpoint.paused);
  const altered = endpoints.filter(({ reply }) => reply.status >= 300 || reply.delayMs > 0);
  const judging = useStatus()?.judging ?? [];
  const isBulk = progress !== null && progress.total > 1;
  if (!isBulk && judging.length === 0 && paused.length === 0 && altered.length === 0) return null;
  const cancel = async (): Promise<void> => {
    try {
      const { cancelled } = await app.api.call('cancelReplays');
      app.toasts.show('info', `${plural(cancelled, 'send')} dropped.`);
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
  };
  const judgeAgain = async (id: number): Promise<void> => {
    try {
      await app.api.call('judgeAgain', { params: { id } });
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
  };
  const stopJudging = async (id: number): Promise<void> => {
    try {
      await app.api.call('cancelJudging', { params: { id } });
      app.cache.invalidate(KEYS.status);
      app.toasts.show('info', 'Checking stopped. Deliveries it had not come to keep the verdict they had.', {
        label: 'Check again',
        run: () => void judgeAgain(id),
      });
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
  };
  return (
    <section className={styles['strip']} aria-label="In force">
      {isBulk && (
        <div className={styles['part']}>
          <progress className={styles['progress']} max={progress.total} value={progress.settled} aria-label="Sending" />
          <span>
            Sending {progress.settled} of {progress.total}
            {progress.failed > 0 && `, ${progress.failed} failed`}
          </span>
          <Button size="small" onClick={() => void cancel()}>
            Cancel
          </Button>
        </div>
      )}
      {judging.map(({ endpointId, done, total }) => (
        <div key={endpointId} className={styles['part']}>
          <progress className={styles['progress']} max={total} value={done} aria-label="Checking signatures" />
          <span>
            Checking signatures again: {formatCount(done)} of {formatCount(total)}
          </span>
          <Button size="small" onClick={() => void stopJudging(endpointId)}>
            Cancel
          </Button>
        </div>
      ))}
      {paused.length > 0 && (
        <div className={styles['part']}>
          <TriangleAlert aria-hidden="true" />
          <span>
            <VisibleText
              text={paused.length === 1 ? `${paused[0]?.name} is paused` : `${paused.length} endpoints are paused`}
            />
            : nothing new is kept.
          </span>
          <Button
            size="small"
            onClick={() => {
              for (const { id } of paused) void actions.changeEndpoint(id, { paused: false });
            }}
          >
            Resume
          </Button>
        </div>
      )}
      {altered.map(({ id, name, reply }) => (
        <div key={id} className={styles['part']}>
          <TriangleAlert aria-hidden="true" />
          <span>
            <VisibleText text={name} /> answers {reply.status}
            {reply.delayMs > 0 && ` after ${reply.delayMs} ms`}
          </span>
          <Button size="small" onClick={() => app.dialog.set({ kind: 'endpoint', id, part: 'reply' })}>
            Edit reply
          </Button>
        </div>
      ))}
    </section>
  );
}
