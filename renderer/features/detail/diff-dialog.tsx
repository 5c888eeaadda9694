import { useQuery } from '@tanstack/react-query';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { header, headerValues } from '../../../server/contract/header.ts';
import { contentCodings } from '../../../server/contract/reading/codings/coding-names.ts';
import { useShared } from '../../hooks/app-context.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { DiffView } from '../../parts/diff-view.tsx';
import { ErrorLine } from '../../parts/error-line.tsx';
import { Spinner } from '../../parts/spinner.tsx';
import { sentenceOf } from '../../state/api.ts';
import { headersToText } from '../../view/header-lines.ts';
import { clockTime } from '../../view/time.ts';
import styles from './diff-dialog.module.css';

const COMPARED_BYTES = 1_048_576;

interface Side {
  readonly delivery: Delivery;
  readonly head: string;
  readonly body: string;
}

/** Two deliveries side by side: request line, header lines, body. */
export function DiffDialog({
  older,
  newer,
  onClose,
}: {
  readonly older: number;
  readonly newer: number;
  readonly onClose: () => void;
}) {
  const { app } = useShared();
  const read = async (id: number): Promise<Side> => {
    const delivery = await app.api.call('getDelivery', { params: { id } });
    const bytes = await app.api.bytes('getBody', { params: { id }, query: { from: 0, to: COMPARED_BYTES } });
    const question = {
      bytes,
      contentType: header(delivery.headers, 'content-type') ?? null,
      codings: contentCodings(headerValues(delivery.headers, 'content-encoding')),
      clamped: bytes.length < delivery.sizeBytes,
    };
    const report = await app.bodies.read(question, (steps) =>
      app.api.undone('getBody', { params: { id }, query: { from: 0, to: COMPARED_BYTES, undo: steps.join(',') } }),
    );
    const head = `${delivery.method} ${delivery.fullTarget}\n${headersToText(delivery.headers)}`;
    return { delivery, head, body: (report.pretty ?? report.text).slice(0, COMPARED_BYTES) };
  };
  const { data, error } = useQuery({
    queryKey: ['diff', older, newer],
    queryFn: () => Promise.all([read(older), read(newer)]),
    structuralSharing: false,
    gcTime: 0,
  });
  return (
    <Dialog title={`Compare #${older} and #${newer}`} size="wide" onClose={onClose}>
      {error !== null && <ErrorLine>{sentenceOf(error)}</ErrorLine>}
      {data === undefined && error === null && <Spinner />}
      {data !== undefined && <Sides sides={data} />}
    </Dialog>
  );
}

function Sides({ sides: [a, b] }: { readonly sides: readonly [Side, Side] }) {
  const sameBytes = a.delivery.sha256 === b.delivery.sha256;
  const isCut = Math.max(a.delivery.sizeBytes, b.delivery.sizeBytes) > COMPARED_BYTES;
  return (
    <>
      <div className={styles['names']}>
        {[a, b].map(({ delivery }) => (
          <p key={delivery.id}>
            #{delivery.id}, {clockTime(delivery.at)}
          </p>
        ))}
      </div>
      <h3 className={styles['title']}>Head</h3>
      <DiffView older={a.head} newer={b.head} label="Head" />
      <h3 className={styles['title']}>Body</h3>
      {sameBytes ? (
        <p className={styles['text']}>The bodies are the same, byte for byte.</p>
      ) : a.body === '' && b.body === '' ? (
        <p className={styles['text']}>The bodies differ and are no text.</p>
      ) : (
        <>
          {a.body === b.body && (
            <p className={styles['text']}>They differ in bytes alone; laid out for reading they are the same.</p>
          )}
          {isCut && <p className={styles['text']}>Only the first megabyte is compared.</p>}
          <DiffView older={a.body} newer={b.body} label="Body" />
        </>
      )}
    </>
  );
}
