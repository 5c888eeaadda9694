import { useCallback } from 'react';
import { COMMANDS, type CommandId, canRun, needsServer, SERVER_IS_AWAY } from '../state/commands.ts';
import { indexOfId } from '../state/list-model.ts';
import type { DetailTab, Theme } from '../state/preferences.ts';
import { NOTHING_SELECTED, neighbour, selectOne } from '../state/selection.ts';
import { ROOM_FOR_SIDE_BAR, turnSideBar } from '../state/side-bar.ts';
import { useShared } from './app-context.ts';
import { useChosenDestination } from './queries.ts';

/** Runs a command on what is selected. One place for keys, menus, buttons and the palette. */
export function useRunCommand(): (id: CommandId) => void {
  const { app, actions } = useShared();
  const destination = useChosenDestination();
  return useCallback(
    (id) => {
      const { ids, focus } = app.selection.get();
      const command = COMMANDS.find((one) => one.id === id);
      if (command === undefined) return;
      if (!canRun(command, ids.size)) {
        if (command.needs === 'two')
          app.toasts.show('info', 'Choose two deliveries to compare: hold Shift or Ctrl and click.');
        else if (ids.size === 0) app.toasts.show('info', 'Choose a delivery first.');
        else app.toasts.show('info', 'Choose a single delivery for this.');
        return;
      }
      if (needsServer(command) && app.connection.get().kind === 'stopped')
        return void app.toasts.show('info', SERVER_IS_AWAY);
      const chosen = [...ids].sort((a, b) => a - b);
      const first = focus ?? chosen[0] ?? 0;
      const { rows } = app.list.view.get().model;
      const go = (step: number): void => {
        const next = neighbour(app.selection.get(), rows, step);
        if (next === null) return;
        app.list.hold();
        app.selection.set(selectOne(next));
      };
      switch (id) {
        case 'replay':
          if (destination === undefined) app.dialog.set({ kind: 'destination', id: null, thenReplay: chosen });
          else void actions.replay(chosen, destination);
          return;
        case 'edit-replay':
          return app.dialog.set({ kind: 'edit-replay', id: first });
        case 'copy-curl':
          return void actions.copyAs(first, 'curl');
        case 'copy-http':
          return void actions.copyAs(first, 'http');
        case 'export':
          return openMenu('[data-export-menu]');
        case 'download-body':
          return void actions.download(first, `delivery-${first}.body`);
        case 'diff':
          return app.dialog.set({ kind: 'diff', older: chosen[0] ?? 0, newer: chosen[1] ?? 0 });
        case 'pin': {
          const pinned = chosen.every((one) => rows[indexOfId(rows, one)]?.pinned === true);
          return void actions.setPinned(chosen, !pinned);
        }
        case 'delete':
          return app.dialog.set({ kind: 'delete-deliveries', ids: chosen });
        case 'next':
          return go(1);
        case 'previous':
          return go(-1);
        case 'newest':
          app.selection.set(NOTHING_SELECTED);
          return app.list.follow();
        case 'search':
          return document.querySelector<HTMLElement>('[data-search-box]')?.focus();
        case 'palette':
        case 'help':
        case 'settings':
        case 'sessions':
        case 'reach':
        case 'tunnel':
        case 'new-endpoint':
          return app.dialog.set({ kind: id });
        case 'new-destination':
          return app.dialog.set({ kind: 'destination', id: null, thenReplay: [] });
        case 'rail':
          return turnSideBar(app, matchMedia(ROOM_FOR_SIDE_BAR).matches);
        case 'theme-light':
        case 'theme-dark':
        case 'theme-system':
          return app.preferences.update((now) => ({ ...now, theme: id.slice(6) as Theme }));
        default:
          app.preferences.update((now) => ({ ...now, tab: id.slice(4) as DetailTab }));
      }
    },
    [app, actions, destination],
  );
}

/** Menus open from pointer and keys, not from `click()`. */
function openMenu(trigger: string): void {
  const button = document.querySelector<HTMLElement>(trigger);
  button?.focus();
  button?.click();
}
