import { GitCompare, Play, Trash2 } from 'lucide-react';
import { useShared } from '../../hooks/app-context.ts';
import { useRunCommand } from '../../hooks/use-run-command.ts';
import { Button } from '../../parts/button.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { useStorePart } from '../../parts/use-store.ts';
import { replay } from '../send/commands.ts';
import { compareTwo, deleteChosen } from './commands.ts';
import styles from './selection-bar.module.css';

/** What can be done with several chosen deliveries. */
export function SelectionBar() {
  const { app } = useShared();
  const count = useStorePart(app.selection, ({ ids }) => ids.size);
  const run = useRunCommand();
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Chosen deliveries">
      <span>{count} chosen</span>
      <Button size="small" icon={<Play />} onClick={() => run(replay)}>
        Replay
      </Button>
      {count === 2 && (
        <IconButton label="Compare" keys={compareTwo.key} onClick={() => run(compareTwo)}>
          <GitCompare />
        </IconButton>
      )}
      <IconButton label="Delete" keys={deleteChosen.key} onClick={() => run(deleteChosen)}>
        <Trash2 />
      </IconButton>
    </div>
  );
}
