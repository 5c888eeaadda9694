import { Suspense } from 'react';
import { EndpointDialog } from '../features/endpoints/endpoint-dialog.tsx';
import { DestinationDialog } from '../features/send/destination-dialog.tsx';
import { SessionsDialog } from '../features/settings/sessions-dialog.tsx';
import { SettingsDialog } from '../features/settings/settings-dialog.tsx';
import { RecipeDialog } from '../features/signature/recipe-dialog.tsx';
import { ReachDialog } from '../features/tunnel/reach-dialog.tsx';
import { TunnelDialog } from '../features/tunnel/tunnel-dialog.tsx';
import { useShared } from '../hooks/app-context.ts';
import { late } from '../parts/late.ts';
import { useStore } from '../parts/use-store.ts';
import { NO_DIALOG } from '../state/dialogs.ts';
import { HelpDialog } from './help-dialog.tsx';
import { NewEndpoint, SaveSearch } from './name-dialogs.tsx';
import { Palette } from './palette.tsx';
import { AllowHost, DeleteDeliveries, DeleteDestination, DeleteEndpoint, RotateEndpoint } from './questions.tsx';

const DiffDialog = late(async () => (await import('../features/detail/diff-dialog.tsx')).DiffDialog);
const EditReplayDialog = late(async () => (await import('../features/send/edit-replay-dialog.tsx')).EditReplayDialog);

/** The dialog that is open. */
export function Dialogs() {
  const { app } = useShared();
  const dialog = useStore(app.dialog);
  const onClose = (): void => app.dialog.set(NO_DIALOG);
  switch (dialog.kind) {
    case 'none':
      return null;
    case 'palette':
      return <Palette onClose={onClose} />;
    case 'help':
      return <HelpDialog onClose={onClose} />;
    case 'settings':
      return <SettingsDialog onClose={onClose} />;
    case 'sessions':
      return <SessionsDialog onClose={onClose} />;
    case 'reach':
      return <ReachDialog onClose={onClose} />;
    case 'tunnel':
      return <TunnelDialog onClose={onClose} />;
    case 'new-endpoint':
      return <NewEndpoint onClose={onClose} />;
    case 'endpoint':
      return <EndpointDialog id={dialog.id} part={dialog.part} onClose={onClose} />;
    case 'rotate-endpoint':
      return <RotateEndpoint id={dialog.id} onClose={onClose} />;
    case 'delete-endpoint':
      return <DeleteEndpoint id={dialog.id} onClose={onClose} />;
    case 'destination':
      return <DestinationDialog id={dialog.id} thenReplay={dialog.thenReplay} onClose={onClose} />;
    case 'delete-destination':
      return <DeleteDestination id={dialog.id} onClose={onClose} />;
    case 'delete-deliveries':
      return <DeleteDeliveries ids={dialog.ids} onClose={onClose} />;
    case 'allow-host':
      return <AllowHost host={dialog.host} retry={dialog.retry} onClose={onClose} />;
    case 'save-search':
      return <SaveSearch query={dialog.query} onClose={onClose} />;
    case 'recipe':
      return <RecipeDialog key={dialog.id} id={dialog.id} onClose={onClose} />;
    case 'edit-replay':
      return (
        <Suspense fallback={null}>
          <EditReplayDialog id={dialog.id} onClose={onClose} />
        </Suspense>
      );
    case 'diff':
      return (
        <Suspense fallback={null}>
          <DiffDialog older={dialog.older} newer={dialog.newer} onClose={onClose} />
        </Suspense>
      );
  }
}
