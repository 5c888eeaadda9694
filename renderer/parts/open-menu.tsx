import { Check } from 'lucide-react';
import { Menu } from 'radix-ui/internal';
import { useRef } from 'react';
import { plain } from '../view/sentences.ts';
import { Keys } from './keys.tsx';
import { layers } from './layers.ts';
import styles from './menu.module.css';
import type { MenuItem } from './menu-item.ts';
import { VisibleText } from './visible-text.tsx';

export interface OpenMenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** A button that the menu hangs below, or the point of the pointer that it stands beside. */
  readonly anchor: HTMLElement | DOMRect;
  readonly align: 'start' | 'end';
  /** Opened by a key: the first line gets the focus. */
  readonly byKey: boolean;
  readonly onClose: () => void;
}

/**
 * A menu while it is open. Not modal: a modal one injects a style element, which the policy refuses. It knows no trigger, so
 * that a page without an open menu loads nothing of it.
 */
export function OpenMenu({ label, items, anchor, align, byKey, onClose }: OpenMenuProps) {
  const toFirst = useRef(byKey);
  const leftByPointer = useRef(false);
  const button = anchor instanceof HTMLElement ? anchor : null;
  const place = {
    getBoundingClientRect: () => (anchor instanceof HTMLElement ? anchor.getBoundingClientRect() : anchor),
  };
  return (
    <Menu.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Menu.Anchor virtualRef={{ current: place }} />
      <Menu.Portal container={layers()}>
        <Menu.Content
          className={styles['menu']}
          aria-label={plain(label)}
          side={button === null ? 'right' : 'bottom'}
          align={align}
          sideOffset={button === null ? 2 : 4}
          collisionPadding={8}
          onFocus={({ target, currentTarget }) => {
            // The menu takes the focus when it opens, and gives it on, once.
            if (target !== currentTarget || !toFirst.current) return;
            toFirst.current = false;
            currentTarget.querySelector<HTMLElement>('[role^="menuitem"]:not([data-disabled])')?.focus();
          }}
          onInteractOutside={(event) => {
            // The button itself closes its menu; closing it here as well would open it again.
            if (button?.contains(event.target as Node) === true) event.preventDefault();
            else leftByPointer.current = true;
          }}
          onCloseAutoFocus={(event) => {
            if (leftByPointer.current) event.preventDefault();
            if (button === null) return;
            event.preventDefault();
            if (!leftByPointer.current) button.focus();
          }}
        >
          {items.map((item, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and the list does not change while open
            <Line key={at} item={item} />
          ))}
        </Menu.Content>
      </Menu.Portal>
    </Menu.Root>
  );
}

function Line({ item }: { readonly item: MenuItem }) {
  if (item.kind === 'line') return <Menu.Separator className={styles['line']} />;
  if (item.kind === 'heading')
    return (
      <Menu.Label className={styles['heading']}>
        <VisibleText text={item.label} />
      </Menu.Label>
    );
  if (item.kind === 'choice') {
    return (
      <Menu.CheckboxItem className={styles['item']} checked={item.chosen} onSelect={item.run}>
        <span className={styles['icon']}>{item.chosen && <Check />}</span>
        <LineText label={item.label} detail={item.detail} />
      </Menu.CheckboxItem>
    );
  }
  return (
    <Menu.Item
      className={styles['item']}
      disabled={item.disabled === true}
      data-danger={item.danger === true}
      onSelect={item.run}
    >
      <span className={styles['icon']}>{item.icon}</span>
      <LineText label={item.label} detail={item.detail} />
      {item.keys !== undefined && <Keys keys={item.keys} />}
    </Menu.Item>
  );
}

function LineText({ label, detail }: { readonly label: string; readonly detail: string | undefined }) {
  return (
    <>
      <span className={styles['label']}>
        <VisibleText text={label} />
      </span>
      {detail !== undefined && (
        <span className={styles['detail']}>
          <VisibleText text={detail} />
        </span>
      )}
    </>
  );
}
