import { type ComponentType, Suspense } from 'react';
import { DeleteEndpoint } from '../features/endpoints/delete-endpoint.tsx';
import { EndpointDialog } from '../features/endpoints/endpoint-dialog.tsx';
import { NewEndpoint } from '../features/endpoints/new-endpoint.tsx';
import { RotateEndpoint } from '../features/endpoints/rotate-endpoint.tsx';
import { DeleteDeliveries } from '../features/list/delete-deliveries.tsx';
import { SaveSearch } from '../features/list/save-search.tsx';
import { AllowHost } from '../features/send/allow-host.tsx';
import { DeleteDestination } from '../features/send/delete-destination.tsx';
import { DestinationDialog } from '../features/send/destination-dialog.tsx';
import { SessionsDialog } from '../features/settings/sessions-dialog.tsx';
import { SettingsDialog } from '../features/settings/settings-dialog.tsx';
import { RecipeDialog } from '../features/signature/recipe-dialog.tsx';
import { ReachDialog } from '../features/tunnel/reach-dialog.tsx';
import { TunnelDialog } from '../features/tunnel/tunnel-dialog.tsx';
import { useShared } from '../hooks/app-context.ts';
import { late } from '../parts/late.ts';
import { useStore } from '../parts/use-store.ts';
import { type DialogState, NO_DIALOG } from '../state/dialogs.ts';
import { HelpDialog } from './help-dialog.tsx';
import { Palette } from './palette.tsx';

const DiffDialog = late(async () => (await import('../features/detail/diff-dialog.tsx')).DiffDialog);
const EditReplayDialog = late(async () => (await import('../features/send/edit-replay-dialog.tsx')).EditReplayDialog);

type Kind = Exclude<DialogState['kind'], 'none'>;
type DialogProps<K extends Kind> = Extract<DialogState, { readonly kind: K }> & { readonly onClose: () => void };

/** What is shown for each kind of dialog; it is given the rest of the state. */
const DIALOGS: { readonly [K in Kind]: ComponentType<DialogProps<K>> } = {
  palette: Palette,
  help: HelpDialog,
  settings: SettingsDialog,
  sessions: SessionsDialog,
  reach: ReachDialog,
  tunnel: TunnelDialog,
  'new-endpoint': NewEndpoint,
  endpoint: EndpointDialog,
  'rotate-endpoint': RotateEndpoint,
  'delete-endpoint': DeleteEndpoint,
  destination: DestinationDialog,
  'delete-destination': DeleteDestination,
  'delete-deliveries': DeleteDeliveries,
  'allow-host': AllowHost,
  'save-search': SaveSearch,
  recipe: (props) => <RecipeDialog {...props} key={props.id} />,
  'edit-replay': (props) => (
    <Suspense fallback={null}>
      <EditReplayDialog {...props} />
    </Suspense>
  ),
  diff: (props) => (
    <Suspense fallback={null}>
      <DiffDialog {...props} />
    </Suspense>
  ),
};

/** The dialog that is open. */
export function Dialogs() {
  const { app } = useShared();
  const dialog = useStore(app.dialog);
  if (dialog.kind === 'none') return null;
  // The state fits the component of its kind; TypeScript cannot tell this of a union.
  const Shown = DIALOGS[dialog.kind] as ComponentType<DialogProps<Kind>>;
  return <Shown {...dialog} onClose={() => app.dialog.set(NO_DIALOG)} />;
}
