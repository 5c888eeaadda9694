import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { header, headerValues } from '../../../server/contract/header.ts';
import { contentCodings } from '../../../server/contract/reading/codings/coding-names.ts';
import { useShared } from '../../hooks/app-context.ts';
import { BodyViewer } from '../../parts/body-viewer.tsx';
import { Button } from '../../parts/button.tsx';
import { EmptyNote } from '../../parts/empty-note.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { useStore } from '../../parts/use-store.ts';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';

/** Bytes that are loaded without asking. */
export const CLAMP_BYTES = 524_288;

/** The body of a delivery. Large ones begin clamped; the whole is loaded on demand. */
export function BodyTab({ delivery }: { readonly delivery: Delivery }) {
  const [asIs, setAsIs] = useState<number | null>(null);
  if (!delivery.flags.includes('damaged')) return <Body key={delivery.id} delivery={delivery} />;
  const isShown = asIs === delivery.id;
  const show = <Button onClick={() => setAsIs(delivery.id)}>Show them as they are</Button>;
  return (
    <>
      <ErrorLine {...(isShown ? {} : { action: show })}>
        The stored bytes of this delivery are no longer those that were captured: the disk or another program changed
        them. They are not sent or exported.
      </ErrorLine>
      {isShown && <Body key={delivery.id} delivery={delivery} damaged="as-is" />}
    </>
  );
}

interface BodyProps {
  readonly delivery: Delivery;
  /** Bytes that are no longer those that were captured are wanted too. */
  readonly damaged?: 'as-is';
}

function Body({ delivery, damaged }: BodyProps) {
  const { app } = useShared();
  const preferences = useStore(app.preferences);
  const [wantsAll, setWantsAll] = useState(false);
  const [received, setReceived] = useState<number | null>(null);
  const { id, sizeBytes } = delivery;
  const isClamped = sizeBytes > CLAMP_BYTES && !wantsAll;
  const contentType = header(delivery.headers, 'content-type') ?? delivery.contentType;
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: KEYS.body(id, `${isClamped ? 'beginning' : 'all'} ${damaged ?? ''}`),
    queryFn: async ({ signal }) => {
      const range = isClamped ? { from: 0, to: CLAMP_BYTES } : {};
      const query = { ...range, ...(damaged === undefined ? {} : { damaged }) };
      const bytes = await app.api.bytes('getBody', { params: { id }, query }, { signal, onProgress: setReceived });
      setReceived(null);
      const codings = contentCodings(headerValues(delivery.headers, 'content-encoding'));
      const report = await app.bodies.read({ bytes, contentType, codings, clamped: isClamped }, (steps) =>
        app.api.undone('getBody', { params: { id }, query: { ...query, undo: steps.join(',') } }, signal),
      );
      return { bytes, report };
    },
    enabled: sizeBytes > 0,
    structuralSharing: false,
    placeholderData: (before) => before,
    gcTime: 20_000,
  });
  if (sizeBytes === 0) return <EmptyNote title="This request has no body" />;
  if (error !== null && data === undefined) return <ErrorLine>{sentenceOf(error)}</ErrorLine>;
  if (data === undefined) return <div aria-busy="true" />;
  const isLoadingAll = wantsAll && isPlaceholderData;
  return (
    <BodyViewer
      bytes={data.bytes}
      report={data.report}
      sizeBytes={sizeBytes}
      label={`Body of delivery ${id}`}
      mode={preferences.bodyMode}
      wrap={preferences.wrap}
      onMode={(bodyMode) => app.preferences.update((now) => ({ ...now, bodyMode }))}
      onWrap={(wrap) => app.preferences.update((now) => ({ ...now, wrap }))}
      clamp={
        data.bytes.length < sizeBytes
          ? {
              busy: isLoadingAll,
              received,
              problem: error === null ? null : sentenceOf(error),
              loadAll: () => setWantsAll(true),
            }
          : null
      }
    />
  );
}
