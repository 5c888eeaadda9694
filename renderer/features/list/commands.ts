import { GitCompare, Pin, Trash2 } from 'lucide-react';
import { type Command, NONE, type Situation, SOME, TWO } from '../../hooks/command.ts';
import { indexOfId } from '../../state/list-model.ts';
import { NOTHING_SELECTED, neighbour, selectOne } from '../../state/selection.ts';

export const compareTwo: Command = {
  id: 'diff',
  name: 'Compare two',
  key: 'D',
  icon: GitCompare,
  group: 'Delivery',
  menu: 'take',
  needsServer: true,
  ...TWO,
  run: ({ app, chosen: [older = 0, newer = 0] }) => app.dialog.set({ kind: 'diff', older, newer }),
};

export const pin: Command = {
  id: 'pin',
  name: 'Pin or unpin',
  key: 'P',
  icon: Pin,
  group: 'Delivery',
  menu: 'keep',
  needsServer: true,
  ...SOME,
  run({ app, actions, chosen }) {
    const { rows } = app.list.view.get().model;
    const pinned = chosen.every((one) => rows[indexOfId(rows, one)]?.pinned === true);
    void actions.setPinned(chosen, !pinned);
  },
};

export const deleteChosen: Command = {
  id: 'delete',
  name: 'Delete…',
  key: 'Delete',
  icon: Trash2,
  group: 'Delivery',
  menu: 'keep',
  danger: true,
  needsServer: true,
  ...SOME,
  run: ({ app, chosen }) => app.dialog.set({ kind: 'delete-deliveries', ids: chosen }),
};

const go = (id: string, name: string, key: string, run: Command['run']): Command => ({
  id,
  name,
  key,
  icon: null,
  group: 'Go',
  needsServer: false,
  ...NONE,
  run,
});

export const next = go('next', 'Next delivery', 'J', ({ app }) => step(app, 1));
export const previous = go('previous', 'Previous delivery', 'K', ({ app }) => step(app, -1));
export const newest = go('newest', 'Newest delivery, and follow', 'G', ({ app }) => {
  app.selection.set(NOTHING_SELECTED);
  app.list.follow();
});
export const search = go('search', 'Search', '/', () =>
  document.querySelector<HTMLElement>('[data-search-box]')?.focus(),
);

function step(app: Situation['app'], by: number): void {
  const near = neighbour(app.selection.get(), app.list.view.get().model.rows, by);
  if (near === null) return;
  app.list.hold();
  app.selection.set(selectOne(near));
}
