import { copyCurl, copyHttp, downloadBody, openExports, SHOW_TAB } from '../features/detail/commands.ts';
import { newEndpoint } from '../features/endpoints/commands.ts';
import { compareTwo, deleteChosen, newest, next, pin, previous, search } from '../features/list/commands.ts';
import { editReplay, newDestination, replay } from '../features/send/commands.ts';
import { asTheSystem, dark, light, sessions, settings } from '../features/settings/commands.ts';
import { reach, tunnel } from '../features/tunnel/commands.ts';
import type { Command } from '../hooks/command.ts';
import { help, palette, sideBar } from './window-commands.ts';

/** Every command of the page, in the order of the palette, the help and the context menu. */
export const COMMANDS: readonly Command[] = [
  replay,
  editReplay,
  copyCurl,
  openExports,
  copyHttp,
  downloadBody,
  compareTwo,
  pin,
  deleteChosen,
  next,
  previous,
  newest,
  search,
  ...SHOW_TAB,
  palette,
  help,
  sideBar,
  settings,
  sessions,
  tunnel,
  reach,
  newEndpoint,
  newDestination,
  light,
  dark,
  asTheSystem,
];

/** The fields of a key press that matter here. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The command of a key press, or null. `typing`: the focus is where text is written, so only combinations count. */
export function commandFor(press: KeyPress, where: 'typing' | 'page'): Command | null {
  const isCombination = press.ctrlKey || press.metaKey;
  if (press.altKey || (where === 'typing' && !isCombination)) return null;
  const key = press.key === 'Backspace' ? 'Delete' : press.key.length === 1 ? press.key.toUpperCase() : press.key;
  const shift = press.shiftKey && (isCombination || /^[A-Z]$/.test(key)) ? 'Shift+' : '';
  const name = `${isCombination ? 'Mod+' : ''}${shift}${key}`;
  return COMMANDS.find((command) => command.key === name) ?? null;
}
