import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import type { Toasts } from '../state/toasts.ts';
import { IconButton } from './icon-button.tsx';
import styles from './toast-list.module.css';
import { useStore } from './use-store.ts';
import { VisibleText } from './visible-text.tsx';

const ICONS = { ok: CircleCheck, bad: CircleAlert, info: Info } as const;

/** What just happened, at the corner; read out politely, held while hovered or focused. */
export function ToastList({ toasts }: { readonly toasts: Toasts }) {
  const list = useStore(toasts.list);
  return (
    <section
      className={styles['list']}
      aria-label="Notifications"
      aria-live="polite"
      onMouseEnter={toasts.pause}
      onMouseLeave={toasts.resume}
      onFocus={toasts.pause}
      onBlur={toasts.resume}
    >
      {list.map(({ id, tone, text, action }) => {
        const Icon = ICONS[tone];
        return (
          <div key={id} className={styles['toast']} data-above-dialogs>
            <Icon className={styles[tone]} aria-hidden="true" />
            <span className={styles['text']}>
              <VisibleText text={text} />
            </span>
            {action !== null && (
              <button
                type="button"
                className={styles['action']}
                onClick={() => {
                  toasts.dismiss(id);
                  action.run();
                }}
              >
                {action.label}
              </button>
            )}
            <IconButton label="Dismiss" onClick={() => toasts.dismiss(id)}>
              <X />
            </IconButton>
          </div>
        );
      })}
    </section>
  );
}
