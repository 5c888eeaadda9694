import { useState } from 'react';
import type { Endpoint, EndpointPatch } from '../../../server/contract/endpoint.ts';
import { useShared } from '../../hooks/app-context.ts';
import { sentenceOf } from '../../state/api.ts';
import { KEYS, putById } from '../../state/apply-message.ts';

export interface EndpointPartProps {
  readonly endpoint: Endpoint;
  readonly onClose: () => void;
}

/** Saves a part of an endpoint and closes; returns how it stands. */
export function useSaveEndpoint({ endpoint, onClose }: EndpointPartProps): {
  readonly busy: boolean;
  readonly problem: string | null;
  readonly save: (patch: EndpointPatch) => Promise<void>;
} {
  const { app } = useShared();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (patch: EndpointPatch): Promise<void> => {
    setBusy(true);
    try {
      const saved = await app.api.call('changeEndpoint', { params: { id: endpoint.id }, body: patch });
      app.cache.change<readonly Endpoint[]>(KEYS.endpoints, (now) => putById(now, saved));
      app.toasts.show('ok', 'Saved.');
      onClose();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return { busy, problem, save };
}
