import { useEffect } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints } from '../../hooks/queries.ts';
import { useStorePart } from '../../parts/use-store.ts';

const TYPING_MS = 120;

/** Keeps the list on what the search box and the rail ask for. Typing is waited out for a moment. */
export function useScope(): void {
  const { app } = useShared();
  const endpoints = useEndpoints();
  const search = useStorePart(app.preferences, (now) => now.search);
  const endpointId = useStorePart(app.preferences, (now) => now.endpointId);
  const known = endpointId === null || endpoints.length > 0;
  const slug = endpoints.find(({ id }) => id === endpointId)?.slug;

  useEffect(() => {
    if (!known) return;
    const { scope, loading, model } = app.list.view.get();
    const endpoint = endpointId === null || slug === undefined ? null : { id: endpointId, slug };
    const untouched = loading === null && model.floor === Number.POSITIVE_INFINITY;
    const same = scope.text.trim() === search.trim() && scope.endpoint?.slug === endpoint?.slug;
    if (same && !untouched) return;
    const wait = untouched || scope.text === search ? 0 : TYPING_MS;
    const clock = setTimeout(() => app.list.show({ text: search, endpoint }), wait);
    return () => clearTimeout(clock);
  }, [app, known, search, endpointId, slug]);
}
