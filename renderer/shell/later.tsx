import { Suspense } from 'react';
import { useShared } from '../hooks/app-context.ts';
import { late } from '../parts/late.ts';
import { useStorePart } from '../parts/use-store.ts';

const LateDetail = late(async () => (await import('../features/detail/detail.tsx')).Detail);
const LateDialogs = late(async () => (await import('./dialogs.tsx')).Dialogs);

/** The delivery that has the focus. */
export function Detail() {
  return (
    <Suspense fallback={<div aria-busy="true" />}>
      <LateDetail />
    </Suspense>
  );
}

/** The dialog that is open, if any. */
export function Dialogs() {
  const { app } = useShared();
  const isOpen = useStorePart(app.dialog, ({ kind }) => kind !== 'none');
  if (!isOpen) return null;
  return (
    <Suspense fallback={null}>
      <LateDialogs />
    </Suspense>
  );
}
