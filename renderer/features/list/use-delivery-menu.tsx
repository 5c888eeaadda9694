import { useShared } from '../../hooks/app-context.ts';
import type { Command } from '../../hooks/command.ts';
import { commandItem } from '../../hooks/command-item.ts';
import { useRunCommand } from '../../hooks/use-run-command.ts';
import type { MenuItem } from '../../parts/menu-item.ts';
import { useStorePart } from '../../parts/use-store.ts';

/** The context menu of the list, for what is chosen. */
export function useDeliveryMenu(): readonly MenuItem[] {
  const { app, commands } = useShared();
  const count = useStorePart(app.selection, ({ ids }) => ids.size);
  const run = useRunCommand();
  const inMenu = commands.filter(({ menu }) => menu !== undefined);
  return inMenu.flatMap((command, at): readonly MenuItem[] => {
    const before = inMenu[at - 1]?.menu ?? command.menu;
    const line: readonly MenuItem[] = before === command.menu ? [] : [{ kind: 'line' }];
    return [...line, { ...commandItem(command, run), icon: iconOf(command), disabled: !command.isPossible(count) }];
  });
}

const iconOf = ({ icon: Icon }: Command) => Icon !== null && <Icon />;
