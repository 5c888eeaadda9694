import { Command as Cmdk, useCommandState } from 'cmdk';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useShared } from '../hooks/app-context.ts';
import { useDestinations, useEndpoints, useSearches } from '../hooks/queries.ts';
import { useRunCommand } from '../hooks/use-run-command.ts';
import { HIDDEN_TEXT } from '../parts/hidden-text.ts';
import { Keys } from '../parts/keys.tsx';
import { useFocusReturn } from '../parts/use-focus-return.ts';
import { useStore, useStorePart } from '../parts/use-store.ts';
import { VisibleText } from '../parts/visible-text.tsx';
import { SERVER_IS_AWAY } from '../state/app-state.ts';
import { plain } from '../view/sentences.ts';
import { COMMANDS } from './commands.ts';
import styles from './palette.module.css';
import { palette } from './window-commands.ts';

/** Everything that can be done, found by typing. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const { app } = useShared();
  const run = useRunCommand();
  const chosen = useStorePart(app.selection, ({ ids }) => ids.size);
  const endpoints = useEndpoints();
  const destinations = useDestinations();
  const searches = useSearches();
  const act = (action: () => void) => (): void => {
    onClose();
    // After the palette is gone: a menu does not open behind a modal dialog.
    setTimeout(action);
  };
  const isAway = useStore(app.connection).kind === 'stopped';
  const commands = COMMANDS.filter((command) => command !== palette && command.isPossible(chosen));
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Radix.Root open onOpenChange={(open) => open || onClose()}>
      <Radix.Portal>
        <div className={styles['veil']} aria-hidden="true" />
      </Radix.Portal>
      <Radix.Portal>
        <Radix.Content onCloseAutoFocus={useFocusReturn()} className={styles['palette']} aria-describedby={undefined}>
          <Radix.Title className={HIDDEN_TEXT}>Commands</Radix.Title>
          <Cmdk label="Commands" loop className={styles['command']}>
            <Cmdk.Input className={styles['input']} placeholder="What do you want to do?" autoFocus />
            <Options>
              {groups.map((group) => (
                <Cmdk.Group key={group} heading={group} className={styles['group']}>
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <Cmdk.Item
                        key={command.id}
                        disabled={isAway && command.needsServer}
                        {...(isAway && command.needsServer ? { title: SERVER_IS_AWAY } : {})}
                        value={`${group} ${command.name}`}
                        className={styles['item']}
                        onSelect={act(() => run(command))}
                      >
                        <span>{group === 'Theme' ? `Theme: ${command.name}` : command.name}</span>
                        {command.key !== null && <Keys keys={command.key} />}
                      </Cmdk.Item>
                    ))}
                </Cmdk.Group>
              ))}
              <Cmdk.Group heading="Endpoints" className={styles['group']}>
                {endpoints.map(({ id, name }) => (
                  <Cmdk.Item
                    key={id}
                    value={plain(`Endpoint ${name} ${id}`)}
                    className={styles['item']}
                    onSelect={act(() => app.preferences.update((now) => ({ ...now, endpointId: id })))}
                  >
                    <VisibleText text={`Show ${name}`} />
                  </Cmdk.Item>
                ))}
                {endpoints.map(({ id, name }) => (
                  <Cmdk.Item
                    key={`secrets ${id}`}
                    value={plain(`Secrets of ${name} ${id}`)}
                    className={styles['item']}
                    onSelect={act(() => app.dialog.set({ kind: 'endpoint', id, part: 'secrets' }))}
                  >
                    <VisibleText text={`Secrets of ${name}…`} />
                  </Cmdk.Item>
                ))}
              </Cmdk.Group>
              {destinations.length > 0 && (
                <Cmdk.Group heading="Destinations" className={styles['group']}>
                  {destinations.map(({ id, name }) => (
                    <Cmdk.Item
                      key={id}
                      value={plain(`Destination ${name} ${id}`)}
                      className={styles['item']}
                      onSelect={act(() => app.preferences.update((now) => ({ ...now, destinationId: id })))}
                    >
                      <VisibleText text={`Replay to ${name}`} />
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              )}
              {searches.length > 0 && (
                <Cmdk.Group heading="Saved searches" className={styles['group']}>
                  {searches.map(({ id, name, query }) => (
                    <Cmdk.Item
                      key={id}
                      value={plain(`Search ${name} ${id}`)}
                      className={styles['item']}
                      onSelect={act(() => app.preferences.update((now) => ({ ...now, search: query })))}
                    >
                      <VisibleText text={`Search ${name}`} />
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              )}
            </Options>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** A list box without options is none (ARIA 1.2, listbox), so it is hidden while nothing fits. */
function Options({ children }: { readonly children: ReactNode }) {
  const isEmpty = useCommandState(({ filtered }) => filtered.count === 0);
  return (
    <>
      {isEmpty && (
        <p className={styles['none']} role="status">
          No command fits.
        </p>
      )}
      <Cmdk.List className={styles['list']} hidden={isEmpty}>
        {children}
      </Cmdk.List>
    </>
  );
}
