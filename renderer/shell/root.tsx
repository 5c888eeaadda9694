import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { AppContext, type Shared } from '../hooks/app-context.ts';
import { useStore } from '../parts/use-store.ts';
import { createActions } from '../state/actions.ts';
import { createApi } from '../state/api.ts';
import { createAppState } from '../state/app-state.ts';
import { later, nextFrame, queryCache, saveFile } from '../state/browser.ts';
import type { Preferences } from '../state/preferences.ts';
import { closeSession, openSession, type Session } from '../state/session.ts';
import type { Store } from '../state/store.ts';
import { COMMANDS } from './commands.ts';
import { Gate } from './gate.tsx';
import { Shell } from './shell.tsx';

/** One exchange of the code for the whole life of the page: it works only once. */
let opening: Promise<Session> | null = null;

/** The page: the gate until there is a session, then the shell. */
export function Root({ preferences }: { readonly preferences: Store<Preferences> }) {
  const { theme } = useStore(preferences);
  const client = useQueryClient();
  const [session, setSession] = useState<Session | null>(null);
  const [shared, setShared] = useState<Shared | null>(null);

  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }, [theme]);

  useEffect(() => {
    opening ??= openSession({ location, history, storage: sessionStorage, fetch: (...args) => fetch(...args) });
    void opening.then(setSession);
  }, []);

  useEffect(() => {
    if (session?.kind !== 'open') return;
    const api = createApi({
      token: session.token,
      fetch: (...args) => fetch(...args),
      onRefused: () => {
        closeSession(sessionStorage);
        setSession({ kind: 'closed', reason: 'no-link' });
      },
    });
    const app = createAppState({
      api,
      cache: queryCache(client),
      preferences,
      later,
      nextFrame,
      makeWorker: () => new Worker(new URL('../state/body-worker.ts', import.meta.url), { type: 'module' }),
    });
    const actions = createActions(app, { writeText: (text) => navigator.clipboard.writeText(text), saveFile });
    setShared({ app, actions, commands: COMMANDS });
  }, [session, client, preferences]);

  if (session === null) return null;
  if (session.kind === 'closed') return <Gate reason={session.reason} />;
  if (shared === null) return null;
  return (
    <AppContext value={shared}>
      <Shell />
    </AppContext>
  );
}
