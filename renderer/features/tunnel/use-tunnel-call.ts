import { useState } from 'react';
import type { TunnelState } from '../../../server/contract/tunnel.ts';
import { useShared } from '../../hooks/app-context.ts';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import { keepable, type TunnelDraft, wishOf } from '../../view/tunnel-draft.ts';

export interface TunnelCalls {
  /** What is under way. */
  readonly busy: 'opening' | 'closing' | 'probing' | 'accepting' | null;
  /** Why the last call did not do what was asked. */
  readonly problem: string | null;
  /** Open as the draft says, and remember that. */
  open(draft: TunnelDraft): void;
  close(): void;
  /** Prove an open tunnel, or try a lost one, at once. */
  probe(state: TunnelState): void;
  acceptUrl(): void;
}

/** What can be done with the tunnel, with how it stands. */
export function useTunnelCall(): TunnelCalls {
  const { app } = useShared();
  const [busy, setBusy] = useState<TunnelCalls['busy']>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (
    what: NonNullable<TunnelCalls['busy']>,
    call: () => Promise<TunnelState>,
    judge: (state: TunnelState) => string | null = () => null,
  ): Promise<void> => {
    setProblem(null);
    setBusy(what);
    try {
      setProblem(judge(await call()));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    app.cache.invalidate(KEYS.status);
    setBusy((now) => (now === what ? null : now));
  };
  return {
    busy,
    problem,
    open(draft) {
      app.preferences.update((now) => ({ ...now, tunnel: keepable(draft) }));
      void run(
        'opening',
        () => app.api.call('openTunnel', { body: wishOf(draft) }),
        (state) => (state.kind === 'closed' ? state.reason : null),
      );
    },
    close: () => void run('closing', () => app.api.call('closeTunnel', { body: {} })),
    probe: (before) =>
      void run(
        'probing',
        () => app.api.call('probeTunnel', { body: {} }),
        (after) => (isTold(before, after) ? null : NO_PROOF),
      ),
    acceptUrl: () => void run('accepting', () => app.api.call('acceptTunnelUrl', { body: {} })),
  };
}

const NO_PROOF = 'No round trip has worked so far. Another try follows by itself.';

/** Whether the state tells what came of the probe: a newer proof, why it failed, or a loss. */
const isTold = (before: TunnelState, after: TunnelState): boolean =>
  before.kind !== 'open' ||
  after.kind !== 'open' ||
  after.doubt !== null ||
  (after.lastProbe?.at ?? 0) > (before.lastProbe?.at ?? 0);
