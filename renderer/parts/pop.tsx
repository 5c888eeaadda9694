import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { layers } from './layers.ts';
import styles from './pop.module.css';

/** A small panel that opens from a button and does not block the page. */
export function Pop({
  label,
  trigger,
  children,
  align = 'start',
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal container={layers()}>
        <Popover.Content className={styles['pop']} aria-label={label} align={align} sideOffset={6} collisionPadding={8}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
