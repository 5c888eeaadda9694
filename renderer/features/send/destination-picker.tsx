import { ArrowRight, ChevronDown } from 'lucide-react';
import { useShared } from '../../hooks/app-context.ts';
import { useChosenDestination, useCurrentEndpoint, useDestinations } from '../../hooks/queries.ts';
import { classNames } from '../../parts/class-names.ts';
import { HIDDEN_TEXT } from '../../parts/hidden-text.ts';
import { DropMenu } from '../../parts/menu.tsx';
import type { MenuItem } from '../../parts/menu-item.ts';
import picker from '../../parts/picker.module.css';
import { VisibleText } from '../../parts/visible-text.tsx';
import { plain } from '../../view/sentences.ts';
import styles from './destination-picker.module.css';

const LOOK = classNames(picker['picker'], picker['yielding']);

/** Where replays go, and whether every arrival goes there at once. */
export function DestinationPicker() {
  const { app, actions } = useShared();
  const destinations = useDestinations();
  const chosen = useChosenDestination();
  const endpoint = useCurrentEndpoint();
  const forwardsTo = destinations.find(({ id }) => id === endpoint?.forwardTo);
  const shown = forwardsTo ?? chosen;
  const addNew = (): void => app.dialog.set({ kind: 'destination', id: null, thenReplay: [] });

  if (shown === undefined) {
    return (
      <button type="button" className={LOOK} onClick={addNew}>
        <ArrowRight aria-hidden="true" />
        <span className={picker['name']}>Add a destination</span>
      </button>
    );
  }
  const items: readonly MenuItem[] = [
    { kind: 'heading', label: 'Replays go to' },
    ...destinations.map(
      ({ id, name, url }): MenuItem => ({
        kind: 'choice',
        label: name,
        detail: url.replace(/^https?:\/\//, ''),
        chosen: chosen?.id === id,
        run: () => app.preferences.update((now) => ({ ...now, destinationId: id })),
      }),
    ),
    { kind: 'action', label: 'New destination…', run: addNew },
    ...(endpoint === undefined
      ? []
      : ([
          { kind: 'line' },
          { kind: 'heading', label: `Live forward of ${endpoint.name}` },
          {
            kind: 'choice',
            label: 'Off',
            chosen: endpoint.forwardTo === null,
            run: () => void actions.changeEndpoint(endpoint.id, { forwardTo: null }),
          },
          ...destinations.map(
            ({ id, name }): MenuItem => ({
              kind: 'choice',
              label: `Every arrival to ${name}`,
              chosen: endpoint.forwardTo === id,
              run: () => void actions.changeEndpoint(endpoint.id, { forwardTo: id }),
            }),
          ),
        ] satisfies MenuItem[])),
  ];
  const isOn = forwardsTo !== undefined;
  return (
    <DropMenu label="Destination" items={items}>
      <button type="button" className={LOOK} title={plain(shown.url)}>
        <ArrowRight aria-hidden="true" />
        <span className={HIDDEN_TEXT}>Destination:</span>
        <span className={picker['name']}>
          <VisibleText text={shown.name} />
        </span>
        <span className={classNames(styles['state'], isOn && styles['on'])}>{isOn ? 'live' : 'on demand'}</span>
        <ChevronDown aria-hidden="true" />
      </button>
    </DropMenu>
  );
}
