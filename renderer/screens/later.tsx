import { lazy, Suspense } from 'react';
import { useStorePart } from '../parts/use-store.ts';
import { useShared } from './app-context.ts';

/** Parts of the page that the first sight of the list does without. They are fetched when nothing else is to be done. */
const LOADS = {
  detail: async () => ({ default: (await import('./detail.tsx')).Detail }),
  dialogs: async () => ({ default: (await import('./dialogs.tsx')).Dialogs }),
  body: () => import('./body-tab.tsx'),
};

const LateDetail = lazy(LOADS.detail);
const LateDialogs = lazy(LOADS.dialogs);

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

/** Fetch what was left for later, one after the other, so that its first use does not wait. What fails is fetched when used. */
export async function fetchTheRest(): Promise<void> {
  for (const load of Object.values(LOADS)) await load().catch(() => undefined);
}
