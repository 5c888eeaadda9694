import { useShared } from '../../hooks/app-context.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { KEYS } from '../../state/apply-message.ts';

/** Asks once before anything is sent beyond this machine. */
export function AllowHost({
  host,
  retry,
  onClose,
}: {
  readonly onClose: () => void;
  readonly host: string;
  readonly retry: () => void;
}) {
  const { app } = useShared();
  return (
    <ConfirmDialog
      title={`Send to ${host}?`}
      action={`Allow ${host}`}
      onClose={onClose}
      onConfirm={async () => {
        await app.api.call('allowHost', { body: { host } });
        app.cache.invalidate(KEYS.allowedHosts);
        retry();
      }}
    >
      Hookglass sends to this machine alone until you allow another host. Deliveries may hold personal data; allow only
      hosts that are yours. Settings lists the allowed hosts and takes them back.
    </ConfirmDialog>
  );
}
