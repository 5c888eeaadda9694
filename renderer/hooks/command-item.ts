import type { MenuItem } from '../parts/menu-item.ts';
import type { Command } from './command.ts';

/** A command as a line of a menu. */
export const commandItem = (command: Command, run: (command: Command) => void): MenuItem & { kind: 'action' } => ({
  kind: 'action',
  label: command.name,
  run: () => run(command),
  ...(command.key === null ? {} : { keys: command.key }),
  ...(command.danger === true ? { danger: true } : {}),
});
