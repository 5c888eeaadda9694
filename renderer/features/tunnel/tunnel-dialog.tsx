import { useState } from 'react';
import { useShared } from '../../hooks/app-context.ts';
import { useTunnelAdapters, useTunnelState } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { missingField } from '../../view/tunnel-draft.ts';
import { TunnelForm } from './tunnel-form.tsx';
import { TunnelPanel } from './tunnel-panel.tsx';
import { useTunnelCall } from './use-tunnel-call.ts';

/** How to open the tunnel while it is closed, and how it stands from then on. What was typed outlives a try that failed. */
export function TunnelDialog({ onClose }: { readonly onClose: () => void }) {
  const { app } = useShared();
  const state = useTunnelState();
  const calls = useTunnelCall();
  const [draft, setDraft] = useState(() => app.preferences.get().tunnel);
  const [problem, setProblem] = useState<string | null>(null);
  const adapters = useTunnelAdapters();
  const isMissing = adapters.data?.find(({ id }) => id === draft.adapter)?.found === false;
  if (state.kind !== 'closed') {
    return (
      <Dialog title="Tunnel" size="small" onClose={onClose}>
        <TunnelPanel state={state} />
      </Dialog>
    );
  }
  const open = (): void => {
    const missing = missingField(draft);
    setProblem(missing === null ? null : `Fill in “${missing.label}” first.`);
    if (missing === null) calls.open(draft);
  };
  return (
    <Dialog
      title="Open the tunnel"
      description="It gives your endpoints a public address that leads to the capture port, and to nothing else."
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={isMissing ? 'plain' : 'primary'}
            type="submit"
            form="tunnel-form"
            disabled={isMissing}
            busy={calls.busy === 'opening'}
          >
            Open the tunnel
          </Button>
        </>
      }
    >
      <TunnelForm
        draft={draft}
        adapters={adapters.data ?? null}
        closedBecause={state.reason}
        problem={problem ?? calls.problem}
        onChange={setDraft}
        onLookAgain={() => void adapters.refetch()}
        onSubmit={open}
      />
    </Dialog>
  );
}
