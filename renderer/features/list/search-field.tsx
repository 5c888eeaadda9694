import { BookmarkPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useEndpoints, useProviders } from '../../hooks/queries.ts';
import { SearchBox } from '../../parts/search-box.tsx';
import { useStore, useStorePart } from '../../parts/use-store.ts';

/** The search box with what is known for its completion. */
export function SearchField() {
  const { app } = useShared();
  const search = useStorePart(app.preferences, (now) => now.search);
  const providers = useProviders();
  const endpoints = useEndpoints();
  const { model, loading } = useStore(app.list.view);
  const known = useMemo(() => {
    const seen = model.rows.slice(0, 500);
    const events = new Set(seen.flatMap(({ event }) => event ?? []));
    const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', ...seen.map(({ method }) => method)]);
    return {
      methods: [...methods],
      providers: providers.map(({ id }) => id),
      events: [...events].sort(),
      endpoints: endpoints.map(({ name }) => name),
    };
  }, [model.rows, providers, endpoints]);
  return (
    <search>
      <SearchBox
        value={search}
        known={known}
        busy={loading === 'first'}
        onChange={(next) => app.preferences.update((now) => ({ ...now, search: next }))}
        action={
          search.trim() === ''
            ? null
            : {
                label: 'Save this search',
                icon: <BookmarkPlus />,
                run: () => app.dialog.set({ kind: 'save-search', query: search.trim() }),
              }
        }
      />
    </search>
  );
}
