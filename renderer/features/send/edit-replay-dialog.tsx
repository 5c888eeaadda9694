import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { header } from '../../../server/contract/header.ts';
import type { Edit } from '../../../server/contract/replay.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useChosenDestination, useDelivery, useDestinations } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { CodeView } from '../../parts/code-view.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Choice, TextArea, TextField } from '../../parts/field.tsx';
import { KEYS } from '../../state/apply-message.ts';
import { beginEdit, type EditStart, finishEdit } from '../../view/edit.ts';
import { plain } from '../../view/sentences.ts';
import { formatSize } from '../../view/size.ts';
import styles from './edit-replay-dialog.module.css';

/** Changes a delivery and sends it. What is left alone goes out as it was captured. */
export function EditReplayDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { app } = useShared();
  const { data: delivery } = useDelivery(id);
  const { data: start } = useQuery({
    queryKey: [...KEYS.body(id, 'edit'), delivery?.sha256],
    enabled: delivery !== undefined,
    structuralSharing: false,
    gcTime: 0,
    queryFn: async () => {
      const bytes = await app.api.bytes('getBody', { params: { id }, query: {} });
      return beginEdit(delivery as Delivery, bytes);
    },
  });
  if (delivery === undefined || start === undefined) return null;
  return <Editor delivery={delivery} start={start} onClose={onClose} />;
}

function Editor({
  delivery,
  start,
  onClose,
}: {
  readonly delivery: Delivery;
  readonly start: EditStart;
  readonly onClose: () => void;
}) {
  const { actions } = useShared();
  const destinations = useDestinations();
  const chosen = useChosenDestination();
  const [destinationId, setDestinationId] = useState(chosen?.id ?? null);
  const [method, setMethod] = useState(start.method);
  const [path, setPath] = useState(start.pathAndQuery);
  const [headers, setHeaders] = useState(start.headers);
  const [body, setBody] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { app } = useShared();
  const destination = destinations.find(({ id }) => id === destinationId);
  const type = header(delivery.headers, 'content-type') ?? '';

  const edit = (): Edit | null => {
    const finished = finishEdit(start, delivery.headers, { method, pathAndQuery: path, headers, body });
    setProblem(finished.kind === 'bad' ? finished.sentence : null);
    return finished.kind === 'bad' ? null : finished.edit;
  };
  const send = (): void => {
    const finished = edit();
    if (finished === null) return;
    if (destination === undefined) {
      setProblem('Choose where it should go first.');
      return;
    }
    void actions.replay([delivery.id], destination, Object.keys(finished).length === 0 ? undefined : finished);
    app.preferences.update((now) => ({ ...now, tab: 'sends' }));
    onClose();
  };

  return (
    <Dialog
      title={`Edit and replay #${delivery.id}`}
      description="The delivery itself stays as it is. A signature no longer fits once the body is changed."
      size="wide"
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={send}>
            Send
          </Button>
        </>
      }
    >
      <div className={styles['columns']}>
        <div>
          {destinations.length === 0 ? (
            <Button
              className={styles['add']}
              onClick={() => app.dialog.set({ kind: 'destination', id: null, thenReplay: [] })}
            >
              Add a destination first
            </Button>
          ) : (
            <Choice
              label="Destination"
              value={destinationId ?? ''}
              onChange={(event) => setDestinationId(Number(event.target.value))}
            >
              {destinations.map(({ id, name, url }) => (
                <option key={id} value={id}>
                  {plain(`${name} (${url})`)}
                </option>
              ))}
            </Choice>
          )}
          <div className={styles['pair']}>
            <TextField
              label="Method"
              value={method}
              maxLength={40}
              onChange={(event) => setMethod(event.target.value)}
            />
            <TextField
              label="Path and query"
              value={path}
              hint="Below the destination’s URL."
              onChange={(event) => setPath(event.target.value)}
            />
          </div>
          <TextArea
            label="Header lines"
            rows={12}
            value={headers}
            problem={problem}
            hint="One a line. Content-Length is set to fit the body."
            onChange={(event) => setHeaders(event.target.value)}
          />
        </div>
        <section className={styles['body']} aria-label="Body">
          <h3 className={styles['label']}>Body</h3>
          {start.text === null ? (
            <p className={styles['text']}>
              {start.whyNoText} It goes out as it was captured, {formatSize(delivery.sizeBytes)}.
            </p>
          ) : (
            <>
              <div className={styles['editor']}>
                <CodeView
                  text={start.text}
                  language={type.includes('json') ? 'json' : type.includes('xml') ? 'xml' : 'text'}
                  label="Body to send"
                  wrap
                  onChange={setBody}
                  {...(start.lineSeparator === null ? {} : { lineSeparator: start.lineSeparator })}
                />
              </div>
              {start.hasMixedLineEnds && (
                <p className={styles['text']}>Its line ends are mixed: once you change the body, all become LF.</p>
              )}
            </>
          )}
        </section>
      </div>
    </Dialog>
  );
}
