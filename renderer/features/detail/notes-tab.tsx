import { useEffect, useRef, useState } from 'react';
import type { Delivery } from '../../../server/contract/delivery.ts';
import { useShared } from '../../hooks/app-context.ts';
import { TextArea } from '../../parts/field.tsx';
import { sentenceOf } from '../../state/api.ts';

const SAVE_MS = 600;

/** A note on a delivery, saved while typing. */
export function NotesTab({ delivery }: { readonly delivery: Delivery }) {
  const { app } = useShared();
  const { id } = delivery;
  const [text, setText] = useState(delivery.note);
  const [state, setState] = useState<'idle' | 'saving' | 'saved'>('idle');
  const [problem, setProblem] = useState<string | null>(null);
  const unsaved = useRef<string | null>(null);

  const save = async (): Promise<void> => {
    const note = unsaved.current;
    if (note === null) return;
    unsaved.current = null;
    try {
      await app.api.call('changeDelivery', { params: { id }, body: { note } });
      setState('saved');
      setProblem(null);
    } catch (error) {
      setProblem(sentenceOf(error));
      setState('idle');
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the clock starts anew with every change of the text
  useEffect(() => {
    const clock = setTimeout(() => void save(), SAVE_MS);
    return () => clearTimeout(clock);
  }, [text]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is unsaved is saved once, when the note is left
  useEffect(() => () => void save(), []);

  return (
    <TextArea
      label="Note"
      rows={8}
      maxLength={20_000}
      value={text}
      placeholder="What should be remembered about this delivery?"
      problem={problem}
      hint={
        state === 'saved'
          ? 'Saved.'
          : state === 'saving'
            ? 'Saving…'
            : 'Found by search with is:noted. Deliveries keep their notes.'
      }
      onChange={(event) => {
        unsaved.current = event.target.value;
        setState('saving');
        setText(event.target.value);
      }}
    />
  );
}
