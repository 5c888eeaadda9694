import { type Command, NONE } from '../../hooks/command.ts';

export const newEndpoint: Command = {
  id: 'new-endpoint',
  name: 'New endpoint…',
  key: null,
  icon: null,
  group: 'Hookglass',
  needsServer: true,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'new-endpoint' }),
};
