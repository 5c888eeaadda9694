import { type FormEvent, useState } from 'react';
import type { Destination, DestinationDraft, HeaderRule } from '../../../server/contract/replay.ts';
import { useShared } from '../../hooks/app-context.ts';
import { useDestinations } from '../../hooks/queries.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import styles from '../../parts/dialog-form.module.css';
import { Choice, TextArea, TextField } from '../../parts/field.tsx';
import { sentenceOf } from '../../state/api.ts';
import { KEYS, putById } from '../../state/apply-message.ts';
import { headersToText, textToHeaders } from '../../view/header-lines.ts';
import { plural } from '../../view/size.ts';

const LOCAL = 'http://127.0.0.1:3000/';
const RULES: Readonly<Record<HeaderRule, string>> = {
  'as-received': 'Every line goes out as it came, Host included.',
  'for-destination': 'Host becomes the destination’s, and lines that concern one connection only are left out.',
};

/** Makes or changes a destination; with deliveries waiting, sends them once it is saved. */
export function DestinationDialog({
  id,
  thenReplay,
  onClose,
}: {
  readonly id: number | null;
  readonly thenReplay: readonly number[];
  readonly onClose: () => void;
}) {
  const { app, actions } = useShared();
  const old = useDestinations().find((one) => one.id === id);
  const [url, setUrl] = useState(old?.url ?? LOCAL);
  const [name, setName] = useState(old?.name ?? '');
  const [seconds, setSeconds] = useState(String((old?.timeoutMs ?? 30_000) / 1_000));
  const [headerRule, setHeaderRule] = useState<HeaderRule>(old?.headerRule ?? 'as-received');
  const [headers, setHeaders] = useState(headersToText(old?.extraHeaders ?? []));
  const [busy, setBusy] = useState(false);
  const [urlProblem, setUrlProblem] = useState<string | null>(null);
  const [headerProblem, setHeaderProblem] = useState<string | null>(null);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const parsed = textToHeaders(headers, old?.extraHeaders);
    setHeaderProblem(parsed.kind === 'bad' ? parsed.sentence : null);
    if (parsed.kind === 'bad') return;
    const draft: DestinationDraft = {
      url: url.trim(),
      timeoutMs: Math.round(Number(seconds) * 1_000),
      headerRule,
      extraHeaders: [...parsed.lines],
      ...(name.trim() === '' ? {} : { name: name.trim() }),
    };
    setBusy(true);
    try {
      const destination =
        id === null
          ? await app.api.call('createDestination', { body: draft })
          : await app.api.call('changeDestination', { params: { id }, body: draft });
      app.cache.change<readonly Destination[]>(KEYS.destinations, (now) => putById(now, destination));
      if (id === null) app.preferences.update((now) => ({ ...now, destinationId: destination.id }));
      onClose();
      if (thenReplay.length > 0) void actions.replay(thenReplay, destination);
      else app.toasts.show('ok', `“${destination.name}” is saved.`);
    } catch (error) {
      setUrlProblem(sentenceOf(error));
      setBusy(false);
    }
  };

  const waiting = plural(thenReplay.length, 'delivery', 'deliveries');
  return (
    <Dialog
      title={
        id === null
          ? thenReplay.length > 0
            ? `Where should ${waiting} go?`
            : 'New destination'
          : `Destination ${old?.name ?? ''}`
      }
      description="The URL of the app that you are building. The delivery’s own path and query are appended to it."
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="destination-form" busy={busy}>
            {thenReplay.length > 0 ? 'Save and send' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="destination-form" onSubmit={(event) => void save(event)}>
        <TextField
          label="URL"
          value={url}
          required
          autoFocus
          problem={urlProblem}
          onChange={(event) => setUrl(event.target.value)}
        />
        <div className={styles['pair']}>
          <TextField
            label="Name"
            value={name}
            maxLength={80}
            placeholder="Taken from the URL"
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="Time-out in seconds"
            type="number"
            min={0.1}
            max={600}
            step={0.1}
            required
            value={seconds}
            onChange={(event) => setSeconds(event.target.value)}
          />
        </div>
        <Choice
          label="Header lines"
          value={headerRule}
          hint={RULES[headerRule]}
          onChange={(event) => setHeaderRule(event.target.value as HeaderRule)}
        >
          <option value="for-destination">Fit for the destination</option>
          <option value="as-received">As received</option>
        </Choice>
        <TextArea
          label="Extra header lines"
          rows={3}
          value={headers}
          problem={headerProblem}
          placeholder="X-From: hookglass"
          hint="Added to every send, one a line."
          onChange={(event) => setHeaders(event.target.value)}
        />
      </form>
    </Dialog>
  );
}
