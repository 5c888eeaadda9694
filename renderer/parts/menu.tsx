import { Check } from 'lucide-react';
import { ContextMenu, DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './keys.tsx';
import { layers } from './layers.ts';
import styles from './menu.module.css';

/** One line of a menu: something to do, a choice, a line between, or a heading. */
export type MenuItem =
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly icon?: ReactNode;
      readonly keys?: string;
      readonly detail?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      readonly run: () => void;
    }
  | {
      readonly kind: 'choice';
      readonly label: string;
      readonly detail?: string;
      readonly chosen: boolean;
      readonly run: () => void;
    }
  | { readonly kind: 'heading'; readonly label: string }
  | { readonly kind: 'line' };

type Primitive = typeof DropdownMenu | typeof ContextMenu;

function Items({ items, with: Menu }: { readonly items: readonly MenuItem[]; readonly with: Primitive }) {
  return items.map((item, at) => {
    const key = item.kind === 'line' ? `line-${at}` : `${item.kind}-${item.label}-${at}`;
    if (item.kind === 'line') return <Menu.Separator key={key} className={styles['line']} />;
    if (item.kind === 'heading') {
      return (
        <Menu.Label key={key} className={styles['heading']}>
          {item.label}
        </Menu.Label>
      );
    }
    if (item.kind === 'choice') {
      return (
        <Menu.CheckboxItem key={key} className={styles['item']} checked={item.chosen} onSelect={item.run}>
          <span className={styles['icon']}>{item.chosen && <Check />}</span>
          <span className={styles['label']}>{item.label}</span>
          {item.detail !== undefined && <span className={styles['detail']}>{item.detail}</span>}
        </Menu.CheckboxItem>
      );
    }
    return (
      <Menu.Item
        key={key}
        className={styles['item']}
        disabled={item.disabled === true}
        data-danger={item.danger === true}
        onSelect={item.run}
      >
        <span className={styles['icon']}>{item.icon}</span>
        <span className={styles['label']}>{item.label}</span>
        {item.detail !== undefined && <span className={styles['detail']}>{item.detail}</span>}
        {item.keys !== undefined && <Keys keys={item.keys} />}
      </Menu.Item>
    );
  });
}

/** A menu that opens from a button. Not modal: a modal one injects a style element, which the policy refuses. */
export function DropMenu({
  label,
  items,
  children,
  align = 'start',
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
  readonly align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{children}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={layers()}>
        <DropdownMenu.Content
          className={styles['menu']}
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <Items items={items} with={DropdownMenu} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** A menu on the secondary button, or the menu key, over its children. */
export function RightClickMenu({
  label,
  items,
  children,
  onOpen,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
  readonly onOpen?: (open: boolean) => void;
}) {
  return (
    <ContextMenu.Root modal={false} {...(onOpen === undefined ? {} : { onOpenChange: onOpen })}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={layers()}>
        <ContextMenu.Content className={styles['menu']} aria-label={label} collisionPadding={8}>
          <Items items={items} with={ContextMenu} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
