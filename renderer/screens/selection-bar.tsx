import { GitCompare, Play, Trash2 } from 'lucide-react';
import { Button } from '../parts/button.tsx';
import { IconButton } from '../parts/icon-button.tsx';
import { useStorePart } from '../parts/use-store.ts';
import { useShared } from './app-context.ts';
import styles from './selection-bar.module.css';
import { useRunCommand } from './use-run-command.ts';

/** What can be done with several chosen deliveries. */
export function SelectionBar() {
  const { app } = useShared();
  const count = useStorePart(app.selection, ({ ids }) => ids.size);
  const run = useRunCommand();
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Chosen deliveries">
      <span>{count} chosen</span>
      <Button size="small" icon={<Play />} onClick={() => run('replay')}>
        Replay
      </Button>
      {count === 2 && (
        <IconButton label="Compare" keys="D" onClick={() => run('diff')}>
          <GitCompare />
        </IconButton>
      )}
      <IconButton label="Delete" keys="Delete" onClick={() => run('delete')}>
        <Trash2 />
      </IconButton>
    </div>
  );
}
