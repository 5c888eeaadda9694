import { Copy, Download, FileText, GitCompare, Pencil, Pin, Play, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useRunCommand } from '../../hooks/use-run-command.ts';
import type { MenuItem } from '../../parts/menu-item.ts';
import { useStorePart } from '../../parts/use-store.ts';
import { COMMANDS, type CommandId, canRun } from '../../state/commands.ts';

const LINES: readonly (readonly [id: CommandId, icon: ReactNode] | null)[] = [
  ['replay', <Play key="replay" />],
  ['edit-replay', <Pencil key="edit" />],
  null,
  ['copy-curl', <Copy key="curl" />],
  ['copy-http', <FileText key="http" />],
  ['download-body', <Download key="body" />],
  ['diff', <GitCompare key="diff" />],
  null,
  ['pin', <Pin key="pin" />],
  ['delete', <Trash2 key="delete" />],
];

/** The context menu of the list, for what is chosen. */
export function useDeliveryMenu(): readonly MenuItem[] {
  const { app } = useShared();
  const count = useStorePart(app.selection, ({ ids }) => ids.size);
  const run = useRunCommand();
  return LINES.map((line): MenuItem => {
    if (line === null) return { kind: 'line' };
    const [id, icon] = line;
    const command = COMMANDS.find((one) => one.id === id) as (typeof COMMANDS)[number];
    return {
      kind: 'action',
      label: command.title,
      icon,
      danger: id === 'delete',
      disabled: !canRun(command, count),
      run: () => run(id),
      ...(command.keys === null ? {} : { keys: command.keys }),
    };
  });
}
