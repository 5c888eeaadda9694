import { useShared } from '../../hooks/app-context.ts';
import { useSessions } from '../../hooks/queries.ts';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { useNow } from '../../parts/use-now.ts';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { sessionWords } from '../../view/session-words.ts';
import { plural } from '../../view/size.ts';
import { timeOfDay } from '../../view/time.ts';
import styles from './sessions-dialog.module.css';

/** The browsers that were let in, each with a way to end it. */
export function SessionsDialog({ onClose }: { readonly onClose: () => void }) {
  const { app } = useShared();
  const sessions = useSessions();
  const now = useNow(60_000);
  const others = sessions.filter(({ current }) => !current);
  const end = async (job: () => Promise<string>): Promise<void> => {
    try {
      app.toasts.show('ok', await job());
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
    app.cache.invalidate(KEYS.sessions);
  };
  const endOne = (id: number): Promise<void> =>
    end(async () => {
      await app.api.call('endSession', { params: { id } });
      return 'The session is ended.';
    });
  const endOthers = (): Promise<void> =>
    end(async () => {
      const { ids } = await app.api.call('endOtherSessions', { body: {} });
      return `${plural(ids.length, 'session is', 'sessions are')} ended.`;
    });
  return (
    <Dialog
      title="Sessions"
      description="Every link that was opened let one browser in. A session ends after 7 days without use, after 30 days in any case, or here: its window is cut off at once and needs a new link."
      onClose={onClose}
      {...(others.length === 0
        ? {}
        : {
            foot: (
              <Button look="danger" onClick={() => void endOthers()}>
                End all others
              </Button>
            ),
          })}
    >
      <ul className={styles['sessions']} aria-label="Sessions">
        {sessions.map((session) => (
          <li key={session.id} className={styles['session']}>
            <div className={styles['facts']}>
              <span className={styles['name']}>
                Opened {timeOfDay(session.createdAt, now)}
                {session.current && <Badge meaning="ok">This window</Badge>}
              </span>
              <span className={styles['times']}>{sessionWords(session, now)}</span>
            </div>
            {!session.current && (
              <Button
                size="small"
                aria-label={`End the session opened ${timeOfDay(session.createdAt, now)}`}
                onClick={() => void endOne(session.id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
