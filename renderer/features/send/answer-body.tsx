import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { type HeaderLine, header, headerValues } from '../../../server/contract/header.ts';
import { contentCodings } from '../../../server/contract/reading/codings/coding-names.ts';
import { useShared } from '../../hooks/app-context.ts';
import { ErrorLine } from '../../parts/error-line.tsx';
import { late } from '../../parts/late.ts';
import { sentenceOf } from '../../state/api.ts';
import { KEYS } from '../../state/apply-message.ts';
import type { BodyMode } from '../../state/preferences.ts';
import styles from './answer-body.module.css';

const BodyViewer = late(async () => (await import('../../parts/body-viewer.tsx')).BodyViewer);

/** The body that a destination answered with. */
export function AnswerBody({
  attemptId,
  headers,
  sizeBytes,
}: {
  readonly attemptId: number;
  readonly headers: readonly HeaderLine[];
  readonly sizeBytes: number;
}) {
  const { app } = useShared();
  const [mode, setMode] = useState<BodyMode>('pretty');
  const [wrap, setWrap] = useState(true);
  const { data, error } = useQuery({
    queryKey: KEYS.attemptBody(attemptId),
    queryFn: async ({ signal }) => {
      const bytes = await app.api.bytes('getAttemptBody', { params: { id: attemptId }, query: {} }, { signal });
      const codings = contentCodings(headerValues(headers, 'content-encoding'));
      const contentType = header(headers, 'content-type') ?? null;
      const report = await app.bodies.read({ bytes, contentType, codings, clamped: false }, (steps) =>
        app.api.undone('getAttemptBody', { params: { id: attemptId }, query: { undo: steps.join(',') } }, signal),
      );
      return { bytes, report };
    },
    structuralSharing: false,
    gcTime: 20_000,
  });
  return (
    <section className={styles['answer']} aria-label="Answered body">
      <h3 className={styles['title']}>Answered body</h3>
      {error !== null && <ErrorLine>{sentenceOf(error)}</ErrorLine>}
      {data !== undefined && (
        <div className={styles['viewer']}>
          <Suspense fallback={<div aria-busy="true" />}>
            <BodyViewer
              bytes={data.bytes}
              report={data.report}
              sizeBytes={sizeBytes}
              label={`Answered body of attempt ${attemptId}`}
              mode={mode}
              wrap={wrap}
              onMode={setMode}
              onWrap={setWrap}
              clamp={null}
            />
          </Suspense>
        </div>
      )}
    </section>
  );
}
