import { type LucideIcon, Monitor, Moon, Sun } from 'lucide-react';
import { type Command, NONE } from '../../hooks/command.ts';
import type { Theme } from '../../state/preferences.ts';

export const settings: Command = {
  id: 'settings',
  name: 'Settings',
  key: null,
  icon: null,
  group: 'Hookglass',
  needsServer: true,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'settings' }),
};

export const sessions: Command = {
  id: 'sessions',
  name: 'Sessions: browsers that were let in',
  key: null,
  icon: null,
  group: 'Hookglass',
  needsServer: false,
  ...NONE,
  run: ({ app }) => app.dialog.set({ kind: 'sessions' }),
};

const setTheme = (theme: Theme, name: string, icon: LucideIcon): Command => ({
  id: `theme-${theme}`,
  name,
  key: null,
  icon,
  group: 'Theme',
  needsServer: false,
  ...NONE,
  run: ({ app }) => app.preferences.update((now) => ({ ...now, theme })),
});

export const light = setTheme('light', 'Light', Sun);
export const dark = setTheme('dark', 'Dark', Moon);
export const asTheSystem = setTheme('system', 'As the system', Monitor);
