import { Archive, Bookmark, Ellipsis, Inbox, Plus, Radar, Send, Settings, Trash2 } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import type { Endpoint } from '../../server/contract/endpoint.ts';
import { newEndpoint } from '../features/endpoints/commands.ts';
import { settings } from '../features/settings/commands.ts';
import { reach } from '../features/tunnel/commands.ts';
import { useShared } from '../hooks/app-context.ts';
import { useDestinations, useEndpoints, useSearches, useStatus } from '../hooks/queries.ts';
import { useRunCommand } from '../hooks/use-run-command.ts';
import { classNames } from '../parts/class-names.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { DropMenu } from '../parts/menu.tsx';
import type { MenuItem } from '../parts/menu-item.ts';
import { useRoving } from '../parts/use-roving.ts';
import { useStore } from '../parts/use-store.ts';
import { VisibleText } from '../parts/visible-text.tsx';
import { sentenceOf } from '../state/api.ts';
import { KEYS } from '../state/apply-message.ts';
import { formatCount } from '../view/size.ts';
import styles from './rail.module.css';

/** The side bar: endpoints, destinations, saved searches, and what concerns the whole. As a `drawer` it lies over the list. */
export function Rail({ drawer }: { readonly drawer: boolean }) {
  const { app } = useShared();
  const run = useRunCommand();
  const { endpointId, search } = useStore(app.preferences);
  const endpoints = useEndpoints();
  const status = useStatus();
  const nav = useRef<HTMLElement>(null);
  const roving = useRoving(nav, 'column');
  const close = (): void => app.drawer.set(false);
  const choose = (id: number | null): void => {
    app.preferences.update((now) => ({ ...now, endpointId: id }));
    close();
  };

  return (
    <>
      {drawer && <div className={styles['veil']} aria-hidden="true" onClick={close} />}
      <nav
        ref={nav}
        className={classNames(styles['rail'], drawer && styles['drawer'])}
        aria-label="Side bar"
        onFocus={roving.focus}
        onKeyDown={(event) => {
          if (drawer && event.key === 'Escape') close();
          else roving.press(event);
        }}
      >
        <Section title="Endpoints" add={{ label: 'New endpoint', run: () => run(newEndpoint) }}>
          <Line
            icon={<Archive />}
            label="All endpoints"
            figure={formatCount(status?.deliveries ?? 0)}
            current={endpointId === null}
            onClick={() => choose(null)}
          />
          {endpoints.map((endpoint) => (
            <Line
              key={endpoint.id}
              icon={<Inbox />}
              label={endpoint.name}
              figure={endpoint.paused ? 'paused' : formatCount(endpoint.deliveries)}
              current={endpointId === endpoint.id}
              onClick={() => choose(endpoint.id)}
              menu={<EndpointMenu endpoint={endpoint} />}
            />
          ))}
        </Section>
        <Destinations />
        <Searches current={search} />
        <ul className={styles['foot']}>
          <Line icon={<Radar />} label="What is reachable" onClick={() => run(reach)} />
          <Line icon={<Settings />} label="Settings" onClick={() => run(settings)} />
        </ul>
      </nav>
    </>
  );
}

function EndpointMenu({ endpoint }: { readonly endpoint: Endpoint }) {
  const { app, actions } = useShared();
  const { id, name, paused } = endpoint;
  const items: readonly MenuItem[] = [
    {
      kind: 'action',
      label: 'Rename, provider…',
      run: () => app.dialog.set({ kind: 'endpoint', id, part: 'general' }),
    },
    { kind: 'action', label: 'Canned reply…', run: () => app.dialog.set({ kind: 'endpoint', id, part: 'reply' }) },
    { kind: 'action', label: 'Secrets…', run: () => app.dialog.set({ kind: 'endpoint', id, part: 'secrets' }) },
    { kind: 'action', label: 'Limits…', run: () => app.dialog.set({ kind: 'endpoint', id, part: 'limits' }) },
    { kind: 'line' },
    {
      kind: 'action',
      label: paused ? 'Resume' : 'Pause',
      run: () => void actions.changeEndpoint(id, { paused: !paused }),
    },
    { kind: 'action', label: 'New address…', run: () => app.dialog.set({ kind: 'rotate-endpoint', id }) },
    { kind: 'line' },
    { kind: 'action', label: 'Delete…', danger: true, run: () => app.dialog.set({ kind: 'delete-endpoint', id }) },
  ];
  return (
    <DropMenu label={`Actions of ${name}`} items={items}>
      <IconButton label={`Actions of ${name}`} className={styles['more']}>
        <Ellipsis />
      </IconButton>
    </DropMenu>
  );
}

function Destinations() {
  const { app } = useShared();
  const destinations = useDestinations();
  const open = (id: number | null): void => app.dialog.set({ kind: 'destination', id, thenReplay: [] });
  return (
    <Section title="Destinations" add={{ label: 'New destination', run: () => open(null) }}>
      {destinations.length === 0 && <li className={styles['empty']}>Your app’s URL goes here.</li>}
      {destinations.map(({ id, name }) => (
        <Line
          key={id}
          icon={<Send />}
          label={name}
          onClick={() => open(id)}
          menu={
            <DropMenu
              label={`Actions of ${name}`}
              items={[
                { kind: 'action', label: 'Edit…', run: () => open(id) },
                {
                  kind: 'action',
                  label: 'Delete…',
                  danger: true,
                  run: () => app.dialog.set({ kind: 'delete-destination', id }),
                },
              ]}
            >
              <IconButton label={`Actions of ${name}`} className={styles['more']}>
                <Ellipsis />
              </IconButton>
            </DropMenu>
          }
        />
      ))}
    </Section>
  );
}

function Searches({ current }: { readonly current: string }) {
  const { app } = useShared();
  const searches = useSearches();
  if (searches.length === 0) return null;
  const remove = async (id: number): Promise<void> => {
    try {
      await app.api.call('deleteSearch', { params: { id } });
      app.cache.invalidate(KEYS.searches);
    } catch (error) {
      app.toasts.show('bad', sentenceOf(error));
    }
  };
  return (
    <Section title="Saved searches">
      {searches.map(({ id, name, query }) => (
        <Line
          key={id}
          icon={<Bookmark />}
          label={name}
          current={query === current}
          onClick={() => app.preferences.update((now) => ({ ...now, search: query }))}
          menu={
            <IconButton label={`Delete search ${name}`} className={styles['more']} onClick={() => void remove(id)}>
              <Trash2 />
            </IconButton>
          }
        />
      ))}
    </Section>
  );
}

function Section({
  title,
  add,
  children,
}: {
  readonly title: string;
  readonly add?: { readonly label: string; readonly run: () => void };
  readonly children: ReactNode;
}) {
  return (
    <section className={styles['section']} aria-label={title}>
      <div className={styles['head']}>
        <h2>{title}</h2>
        {add !== undefined && (
          <IconButton label={add.label} className={styles['add']} onClick={add.run}>
            <Plus />
          </IconButton>
        )}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

function Line({
  icon,
  label,
  figure,
  current,
  onClick,
  menu,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly figure?: string;
  readonly current?: boolean;
  readonly onClick: () => void;
  readonly menu?: ReactNode;
}) {
  return (
    <li className={classNames(styles['line'], menu !== undefined && styles['withMenu'])}>
      <button
        type="button"
        className={styles['button']}
        aria-current={current === true ? 'true' : undefined}
        onClick={onClick}
      >
        {icon}
        <span className={styles['label']}>
          <VisibleText text={label} />
        </span>
        {figure !== undefined && <span className={styles['figure']}>{figure}</span>}
      </button>
      {menu}
    </li>
  );
}
