import { type FormEvent, useState } from 'react';
import form from '../../parts/dialog-form.module.css';
import { TextArea, TextField } from '../../parts/field.tsx';
import { SaveFoot } from '../../parts/save-foot.tsx';
import { headersToText, textToHeaders } from '../../view/header-lines.ts';
import styles from './endpoint-reply.module.css';
import { type EndpointPartProps, useSaveEndpoint } from './use-save-endpoint.ts';

/** What an endpoint answers, step by step, and the reply that everyone gets who is let in. */
export function EndpointReply(props: EndpointPartProps) {
  const { reply, answers } = props.endpoint;
  const [status, setStatus] = useState(String(reply.status));
  const [delay, setDelay] = useState(String(reply.delayMs));
  const [headers, setHeaders] = useState(headersToText(reply.headers));
  const [body, setBody] = useState(reply.body);
  const [headerProblem, setHeaderProblem] = useState<string | null>(null);
  const { busy, problem, save } = useSaveEndpoint(props);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const parsed = textToHeaders(headers, reply.headers);
    setHeaderProblem(parsed.kind === 'bad' ? parsed.sentence : null);
    if (parsed.kind === 'bad') return;
    void save({ reply: { status: Number(status), delayMs: Number(delay), headers: [...parsed.lines], body } });
  };
  return (
    <form onSubmit={submit}>
      <section aria-label="What a sender is answered">
        <p className={form['text']}>What a sender is answered now, step by step:</p>
        <ol className={styles['steps']}>
          {answers.map((answer) => (
            <li key={answer}>{answer}</li>
          ))}
        </ol>
      </section>
      <div className={form['pair']}>
        <TextField
          label="Status"
          type="number"
          min={200}
          max={599}
          required
          value={status}
          onChange={(event) => setStatus(event.target.value)}
        />
        <TextField
          label="Delay in ms"
          type="number"
          min={0}
          max={60_000}
          required
          value={delay}
          onChange={(event) => setDelay(event.target.value)}
        />
      </div>
      <TextArea
        label="Header lines"
        value={headers}
        problem={headerProblem}
        hint="One a line, as “Name: value”."
        onChange={(event) => setHeaders(event.target.value)}
      />
      <TextArea
        label="Body"
        rows={5}
        value={body}
        problem={problem}
        onChange={(event) => setBody(event.target.value)}
      />
      <SaveFoot busy={busy} />
    </form>
  );
}
