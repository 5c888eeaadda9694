/** Everything that has a key or a line in the palette. `needs` tells how many deliveries must be chosen. */
export const COMMANDS = [
  { id: 'replay', title: 'Replay', keys: 'R', group: 'Delivery', needs: 'some' },
  { id: 'edit-replay', title: 'Edit and replay…', keys: 'Shift+R', group: 'Delivery', needs: 'one' },
  { id: 'copy-curl', title: 'Copy as cURL', keys: 'C', group: 'Delivery', needs: 'one' },
  { id: 'export', title: 'Export…', keys: 'X', group: 'Delivery', needs: 'one' },
  { id: 'copy-http', title: 'Copy as raw HTTP', keys: null, group: 'Delivery', needs: 'one' },
  { id: 'download-body', title: 'Download body', keys: null, group: 'Delivery', needs: 'one' },
  { id: 'diff', title: 'Compare two', keys: 'D', group: 'Delivery', needs: 'two' },
  { id: 'pin', title: 'Pin or unpin', keys: 'P', group: 'Delivery', needs: 'some' },
  { id: 'delete', title: 'Delete…', keys: 'Delete', group: 'Delivery', needs: 'some' },
  { id: 'next', title: 'Next delivery', keys: 'J', group: 'Go', needs: 'none' },
  { id: 'previous', title: 'Previous delivery', keys: 'K', group: 'Go', needs: 'none' },
  { id: 'newest', title: 'Newest delivery, and follow', keys: 'G', group: 'Go', needs: 'none' },
  { id: 'search', title: 'Search', keys: '/', group: 'Go', needs: 'none' },
  { id: 'tab-overview', title: 'Overview', keys: '1', group: 'Go', needs: 'none' },
  { id: 'tab-headers', title: 'Headers', keys: '2', group: 'Go', needs: 'none' },
  { id: 'tab-body', title: 'Body', keys: '3', group: 'Go', needs: 'none' },
  { id: 'tab-signature', title: 'Signature', keys: '4', group: 'Go', needs: 'none' },
  { id: 'tab-sends', title: 'Sends', keys: '5', group: 'Go', needs: 'none' },
  { id: 'tab-notes', title: 'Notes', keys: '6', group: 'Go', needs: 'none' },
  { id: 'palette', title: 'Commands', keys: 'Mod+K', group: 'Hookglass', needs: 'none' },
  { id: 'help', title: 'Keyboard help', keys: '?', group: 'Hookglass', needs: 'none' },
  { id: 'rail', title: 'Show or hide the side bar', keys: 'B', group: 'Hookglass', needs: 'none' },
  { id: 'settings', title: 'Settings', keys: null, group: 'Hookglass', needs: 'none' },
  { id: 'sessions', title: 'Sessions: browsers that were let in', keys: null, group: 'Hookglass', needs: 'none' },
  { id: 'tunnel', title: 'Tunnel: open, close, options…', keys: 'T', group: 'Hookglass', needs: 'none' },
  { id: 'reach', title: 'What is reachable from outside', keys: null, group: 'Hookglass', needs: 'none' },
  { id: 'new-endpoint', title: 'New endpoint…', keys: null, group: 'Hookglass', needs: 'none' },
  { id: 'new-destination', title: 'New destination…', keys: null, group: 'Hookglass', needs: 'none' },
  { id: 'theme-light', title: 'Light', keys: null, group: 'Theme', needs: 'none' },
  { id: 'theme-dark', title: 'Dark', keys: null, group: 'Theme', needs: 'none' },
  { id: 'theme-system', title: 'As the system', keys: null, group: 'Theme', needs: 'none' },
] as const;

export type CommandId = (typeof COMMANDS)[number]['id'];
export type Command = (typeof COMMANDS)[number];

/** Whether a command needs the server: all that do something to deliveries, and the dialogs that save or ask. */
export function needsServer({ group, id }: Pick<Command, 'group' | 'id'>): boolean {
  const dialogs: readonly CommandId[] = ['settings', 'tunnel', 'reach', 'new-endpoint', 'new-destination'];
  return group === 'Delivery' || dialogs.includes(id);
}

/** Why nothing that needs the server is done, in a sentence. */
export const SERVER_IS_AWAY = 'Hookglass is stopped. Start it again: this works as soon as it answers.';

/** Whether a command can run with `chosen` deliveries selected. */
export function canRun({ needs }: Pick<Command, 'needs'>, chosen: number): boolean {
  if (needs === 'one') return chosen === 1;
  if (needs === 'two') return chosen === 2;
  return needs === 'none' || chosen > 0;
}

/** The fields of a key press that matter here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The command of a key press, or null. `typing`: the focus is where text is written, so only combinations count. */
export function commandFor(press: KeyPress, where: 'typing' | 'page'): CommandId | null {
  const isCombination = press.ctrlKey || press.metaKey;
  if (press.altKey) return null;
  if (isCombination) return press.key.toLowerCase() === 'k' && !press.shiftKey ? 'palette' : null;
  if (where === 'typing') return null;
  const key = press.key === 'Backspace' ? 'Delete' : press.key.length === 1 ? press.key.toUpperCase() : press.key;
  const name = press.shiftKey && /^[A-Z]$/.test(key) ? `Shift+${key}` : key;
  return COMMANDS.find(({ keys }) => keys === name)?.id ?? null;
}
