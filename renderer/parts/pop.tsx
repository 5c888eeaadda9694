import { cloneElement, type MouseEvent, type ReactElement, type ReactNode, Suspense, useState } from 'react';
import { late } from './late.ts';

const OpenPop = late(async () => (await import('./open-pop.tsx')).OpenPop);

/** A small panel that opens from a button and does not block the page. */
export function Pop({
  label,
  trigger,
  children,
}: {
  readonly label: string;
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly children: ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'dialog',
        'aria-expanded': anchor !== null,
        'data-state': anchor === null ? 'closed' : 'open',
        onClick: ({ currentTarget }: MouseEvent<HTMLElement>) =>
          setAnchor((now) => (now === null ? currentTarget : null)),
      })}
      {anchor !== null && (
        <Suspense fallback={null}>
          <OpenPop label={label} anchor={anchor} onClose={() => setAnchor(null)}>
            {children}
          </OpenPop>
        </Suspense>
      )}
    </>
  );
}
