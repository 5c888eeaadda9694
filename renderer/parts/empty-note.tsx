import type { ReactNode } from 'react';
import styles from './empty-note.module.css';

/** Says why a place is empty, and what can be done about it. */
export function EmptyNote({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles['note']}>
      <p className={styles['title']}>{title}</p>
      {children}
    </div>
  );
}
