import { CircleAlert } from 'lucide-react';
import { useState } from 'react';
import styles from '../features/tunnel/tunnel-strip.module.css';
import { useStatus } from '../hooks/queries.ts';
import { Button } from '../parts/button.tsx';

/** Across the window: what in the data folder is not as it was stored. Absent while nothing is, and once it was read. */
export function HealthStrip() {
  const sentences = useStatus()?.health.sentences ?? [];
  const [read, setRead] = useState(0);
  const unread = sentences.slice(read);
  if (unread.length === 0) return null;
  return (
    <section className={styles['strip']} data-meaning="bad" aria-label="Damaged data">
      <CircleAlert aria-hidden="true" />
      <p role="alert" className={styles['words']}>
        <strong>The data folder is damaged.</strong> {unread.join(' ')}
      </p>
      <div className={styles['buttons']}>
        <Button size="small" onClick={() => setRead(sentences.length)}>
          I have read it
        </Button>
      </div>
    </section>
  );
}
