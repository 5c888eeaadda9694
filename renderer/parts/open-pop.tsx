import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { layers } from './layers.ts';
import styles from './pop.module.css';

export interface OpenPopProps {
  readonly label: string;
  readonly anchor: HTMLElement;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A small panel below `anchor` while it is open. It does not block the page. */
export function OpenPop({ label, anchor, onClose, children }: OpenPopProps) {
  return (
    <Popover.Root open onOpenChange={(open) => open || onClose()}>
      <Popover.Anchor virtualRef={{ current: anchor }} />
      <Popover.Portal container={layers()}>
        <Popover.Content
          className={styles['pop']}
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onInteractOutside={(event) => {
            // The button itself closes its panel; closing it here as well would open it again.
            if (anchor.contains(event.target as Node)) event.preventDefault();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const { activeElement } = document;
            if (activeElement === null || activeElement === document.body) anchor.focus();
          }}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
