import { cloneElement, type KeyboardEvent, type MouseEvent, type ReactElement, Suspense, useState } from 'react';
import { late } from './late.ts';
import type { MenuItem } from './menu-item.ts';

const OpenMenu = late(async () => (await import('./open-menu.tsx')).OpenMenu);

interface Opened {
  readonly anchor: HTMLElement | DOMRect;
  readonly byKey: boolean;
}

/** What a trigger may be given: any element that passes it on to a button. */
type Trigger = ReactElement<Record<string, unknown>>;

/** A menu that opens from a button. */
export function DropMenu({
  label,
  items,
  children,
  align = 'start',
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: Trigger;
  readonly align?: 'start' | 'end';
}) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const trigger = cloneElement(children, {
    'aria-haspopup': 'menu',
    'aria-expanded': opened !== null,
    'data-state': opened === null ? 'closed' : 'open',
    onClick: ({ currentTarget, detail }: MouseEvent<HTMLElement>) =>
      // A click that a key, or assistive technology, made counts none (UI Events, 3.4.3).
      setOpened((now) => (now === null ? { anchor: currentTarget, byKey: detail === 0 } : null)),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'ArrowDown') return;
      event.preventDefault();
      setOpened({ anchor: event.currentTarget, byKey: true });
    },
  });
  return (
    <>
      {trigger}
      {opened !== null && (
        <Suspense fallback={null}>
          <OpenMenu {...opened} label={label} items={items} align={align} onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}

/** A menu on the secondary button, or the menu key, over its children. */
export function RightClickMenu({
  label,
  items,
  children,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly children: Trigger;
}) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const area = cloneElement(children, {
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      event.preventDefault();
      setOpened({ anchor: new DOMRect(event.clientX, event.clientY, 0, 0), byKey: event.button !== 2 });
    },
  });
  return (
    <>
      {area}
      {opened !== null && (
        <Suspense fallback={null}>
          <OpenMenu {...opened} label={label} items={items} align="start" onClose={() => setOpened(null)} />
        </Suspense>
      )}
    </>
  );
}
