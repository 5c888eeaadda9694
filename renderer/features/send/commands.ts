import { Pencil, Play } from 'lucide-react';
import { type Command, NONE, ONE, SOME } from '../../hooks/command.ts';

export const replay: Command = {
  id: 'replay',
  name: 'Replay',
  key: 'R',
  icon: Play,
  group: 'Delivery',
  menu: 'send',
  needsServer: true,
  ...SOME,
  run({ app, actions, destination, chosen }) {
    if (destination === undefined) app.dialog.set({ kind: 'destination', id: null, thenReplay: chosen });
    else void actions.replay(chosen, destination);
  },
};

export const editReplay: Command = {
  id: 'edit-replay',
  name: 'Edit and replay…',
  key: 'Shift+R',
  icon: Pencil,
  group: 'Delivery',
  menu: 'send',
  needsServer: true,
  ...ONE,
  run: ({ app, first }) => app.dialog.set({ kind: 'edit-replay', id: first }),
};

export const newDestination: Command = {
  id: 'new-destination',
  name: 'New destination…',
  key: null,
  icon: null,
  group: 'Hookglass',
  needsServer: true,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'destination', id: null, thenReplay: [] }),
};
