import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './error-line.module.css';
import { VisibleText } from './visible-text.tsx';

/** What went wrong, with what to do; `action` is a button that does it. */
export function ErrorLine({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={styles['line']} role="alert">
      <CircleAlert aria-hidden="true" />
      <span className={styles['text']}>
        {typeof children === 'string' ? <VisibleText text={children} /> : children}
      </span>
      {action}
    </div>
  );
}
