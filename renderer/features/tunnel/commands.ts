import { type Command, NONE } from '../../hooks/command.ts';

export const tunnel: Command = {
  id: 'tunnel',
  name: 'Tunnel: open, close, options…',
  key: 'T',
  icon: null,
  group: 'Hookglass',
  needsServer: true,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'tunnel' }),
};

export const reach: Command = {
  id: 'reach',
  name: 'What is reachable from outside',
  key: null,
  icon: null,
  group: 'Hookglass',
  needsServer: true,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'reach' }),
};
