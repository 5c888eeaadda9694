import { useCallback } from 'react';
import { SERVER_IS_AWAY } from '../state/app-state.ts';
import { useShared } from './app-context.ts';
import type { Command } from './command.ts';
import { useChosenDestination } from './queries.ts';

/** Runs a command on what is selected, or says why it cannot. One place for keys, menus, buttons and the palette. */
export function useRunCommand(): (command: Command) => void {
  const { app, actions } = useShared();
  const destination = useChosenDestination();
  return useCallback(
    (command) => {
      const { ids, focus } = app.selection.get();
      if (!command.isPossible(ids.size)) return void app.toasts.show('info', command.missing(ids.size));
      if (command.needsServer && app.connection.get().kind === 'stopped')
        return void app.toasts.show('info', SERVER_IS_AWAY);
      const chosen = [...ids].sort((a, b) => a - b);
      command.run({ app, actions, destination, chosen, first: focus ?? chosen[0] ?? 0 });
    },
    [app, actions, destination],
  );
}
