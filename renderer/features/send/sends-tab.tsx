import { Play } from 'lucide-react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import type { Attempt } from '../../../server/contract/replay.ts';
import { useChosenDestination } from '../../hooks/queries.ts';
import { useRunCommand } from '../../hooks/use-run-command.ts';
import { Button } from '../../parts/button.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { AttemptCard } from './attempt-card.tsx';
import { replay } from './commands.ts';
import styles from './sends-tab.module.css';

/** Every try to send this delivery on, newest first. */
export function SendsTab({
  delivery,
  attempts,
}: {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
}) {
  const run = useRunCommand();
  const destination = useChosenDestination();
  if (attempts.length === 0) {
    return (
      <EmptyNote title="Not sent anywhere yet">
        <p>
          {destination === undefined
            ? 'Send it to the app that you are building, as often as you like.'
            : `Replay sends it to ${destination.url}, byte for byte.`}
        </p>
        <Button look="primary" icon={<Play />} onClick={() => run(replay)}>
          Replay
        </Button>
      </EmptyNote>
    );
  }
  return (
    <ol className={styles['list']} aria-label="Attempts, newest first">
      {attempts.map((attempt, at) => (
        <li key={attempt.id}>
          <AttemptCard delivery={delivery} attempt={attempt} startsOpen={at === 0} />
        </li>
      ))}
    </ol>
  );
}
