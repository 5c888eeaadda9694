import { ChevronDown, CircleHelp, Command, Menu as MenuIcon, Monitor, Moon, Pause, Play, Sun } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { newEndpoint } from '../features/endpoints/commands.ts';
import { EndpointAddress } from '../features/endpoints/endpoint-address.tsx';
import { SearchField } from '../features/list/search-field.tsx';
import { DestinationPicker } from '../features/send/destination-picker.tsx';
import { TunnelState } from '../features/tunnel/tunnel-state.tsx';
import { useShared } from '../hooks/app-context.ts';
import { commandItem } from '../hooks/command-item.ts';
import { useCurrentEndpoint, useEndpoints } from '../hooks/queries.ts';
import { useRunCommand } from '../hooks/use-run-command.ts';
import { HIDDEN_TEXT } from '../parts/hidden-text.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { DropMenu } from '../parts/menu.tsx';
import type { MenuItem } from '../parts/menu-item.ts';
import picker from '../parts/picker.module.css';
import { useRoving } from '../parts/use-roving.ts';
import { useStorePart } from '../parts/use-store.ts';
import { VisibleText } from '../parts/visible-text.tsx';
import type { Theme } from '../state/preferences.ts';
import { plain } from '../view/sentences.ts';
import styles from './bar.module.css';
import { help, palette, sideBar } from './window-commands.ts';

const THEMES: readonly (readonly [Theme, string, typeof Sun])[] = [
  ['system', 'As the system', Monitor],
  ['light', 'Light', Sun],
  ['dark', 'Dark', Moon],
];

/** The bar on top: where deliveries arrive, what is reachable, where they go on to, and the search. */
export function Bar() {
  const { app, actions } = useShared();
  const run = useRunCommand();
  const endpoints = useEndpoints();
  const endpoint = useCurrentEndpoint();
  const chosen = useStorePart(app.preferences, (now) => now.endpointId);
  const theme = useStorePart(app.preferences, (now) => now.theme);
  const ThemeIcon = THEMES.find(([id]) => id === theme)?.[2] ?? Monitor;
  const choose = (endpointId: number | null): void => app.preferences.update((now) => ({ ...now, endpointId }));
  const pickers: readonly MenuItem[] = [
    { kind: 'choice', label: 'All endpoints', chosen: chosen === null, run: () => choose(null) },
    { kind: 'line' },
    ...endpoints.map(
      ({ id, name, paused }): MenuItem => ({
        kind: 'choice',
        label: name,
        chosen: chosen === id,
        run: () => choose(id),
        ...(paused ? { detail: 'paused' } : {}),
      }),
    ),
    { kind: 'line' },
    commandItem(newEndpoint, run),
  ];
  return (
    <header className={styles['bar']}>
      <h1 className={HIDDEN_TEXT}>Hookglass</h1>
      <Tools label="Where deliveries arrive" className={styles['where']}>
        <IconButton label="Side bar" keys={sideBar.key} onClick={() => run(sideBar)}>
          <MenuIcon />
        </IconButton>
        <DropMenu label="Endpoints" items={pickers}>
          <button
            type="button"
            className={picker['picker']}
            aria-label={`Endpoint: ${plain(endpoint?.name ?? 'none')}`}
          >
            <span className={picker['name']}>
              <VisibleText text={endpoint?.name ?? '…'} />
            </span>
            <ChevronDown aria-hidden="true" />
          </button>
        </DropMenu>
        {endpoint !== undefined && <EndpointAddress endpoint={endpoint} />}
        <TunnelState />
        <DestinationPicker />
        {endpoint !== undefined && (
          <IconButton
            label={endpoint.paused ? `Resume ${endpoint.name}` : `Pause ${endpoint.name}`}
            aria-pressed={endpoint.paused}
            onClick={() => void actions.changeEndpoint(endpoint.id, { paused: !endpoint.paused })}
          >
            {endpoint.paused ? <Play /> : <Pause />}
          </IconButton>
        )}
      </Tools>
      <SearchField />
      <Tools label="Window" className={styles['tools']}>
        <IconButton label={palette.name} keys={palette.key} onClick={() => run(palette)}>
          <Command />
        </IconButton>
        <DropMenu
          label="Theme"
          align="end"
          items={THEMES.map(
            ([id, label]): MenuItem => ({
              kind: 'choice',
              label,
              chosen: theme === id,
              run: () => app.preferences.update((now) => ({ ...now, theme: id })),
            }),
          )}
        >
          <IconButton label="Theme">
            <ThemeIcon />
          </IconButton>
        </DropMenu>
        <IconButton label={help.name} keys={help.key} onClick={() => run(help)}>
          <CircleHelp />
        </IconButton>
      </Tools>
    </header>
  );
}

/** Buttons in a row that are one stop of the Tab key. */
function Tools({
  label,
  className,
  children,
}: {
  readonly label: string;
  readonly className: string | undefined;
  readonly children: ReactNode;
}) {
  const place = useRef<HTMLDivElement>(null);
  const roving = useRoving(place, 'row');
  return (
    <div
      ref={place}
      className={className}
      role="toolbar"
      aria-label={label}
      onFocus={roving.focus}
      onKeyDown={roving.press}
    >
      {children}
    </div>
  );
}
