import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { IconButton } from './icon-button.tsx';
import { useFocusReturn } from './use-focus-return.ts';
import { VisibleText } from './visible-text.tsx';

export interface DialogProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: 'small' | 'normal' | 'wide';
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly foot?: ReactNode;
}

/**
 * A modal dialog. Radix's own overlay is left out on purpose: it would inject a style element, which the policy refuses
 * (style-src 'self'); the page behind does not scroll anyway. Focus trap and aria-hidden come from the content.
 */
export function Dialog({ title, description, size = 'normal', onClose, children, foot }: DialogProps) {
  const returnFocus = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <div className={styles['veil']} aria-hidden="true" />
      </Radix.Portal>
      <Radix.Portal>
        <Radix.Content
          className={classNames(styles['dialog'], styles[size])}
          onCloseAutoFocus={returnFocus}
          onInteractOutside={(event) => {
            // Notifications lie above every dialog: to use one is not to leave the dialog.
            if (event.target instanceof Element && event.target.closest('[data-above-dialogs]') !== null)
              event.preventDefault();
          }}
          onOpenAutoFocus={(event) => {
            // The first button is Close: focusing it would open its tooltip. Fields that want the focus took it before.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={styles['head']}>
            <Radix.Title className={styles['title']}>
              <VisibleText text={title} />
            </Radix.Title>
            <IconButton label="Close" keys="Esc" onClick={onClose}>
              <X />
            </IconButton>
          </header>
          <div className={styles['body']}>
            {description !== undefined && (
              <Radix.Description className={styles['description']}>{description}</Radix.Description>
            )}
            {children}
          </div>
          {foot !== undefined && <footer className={styles['foot']}>{foot}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
