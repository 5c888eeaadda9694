import { CircleHelp, Command as CommandIcon, Menu } from 'lucide-react';
import { type Command, NONE } from '../hooks/command.ts';
import { ROOM_FOR_SIDE_BAR, turnSideBar } from '../state/side-bar.ts';

export const palette: Command = {
  id: 'palette',
  name: 'Commands',
  key: 'Mod+K',
  icon: CommandIcon,
  group: 'Hookglass',
  needsServer: false,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'palette' }),
};

export const help: Command = {
  id: 'help',
  name: 'Keyboard help',
  key: '?',
  icon: CircleHelp,
  group: 'Hookglass',
  needsServer: false,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'help' }),
};

export const sideBar: Command = {
  id: 'rail',
  name: 'Show or hide the side bar',
  key: 'B',
  icon: Menu,
  group: 'Hookglass',
  needsServer: false,
  ...NONE,
  run: ({ app }) => turnSideBar(app, matchMedia(ROOM_FOR_SIDE_BAR).matches),
};
