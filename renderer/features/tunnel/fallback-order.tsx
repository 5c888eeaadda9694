import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import type { AdapterId } from '../../../server/contract/tunnel.ts';
import { Button } from '../../parts/button.tsx';
import { HIDDEN_TEXT } from '../../parts/hidden-text.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { ADAPTERS } from '../../view/tunnel-adapters.ts';
import { addableFallbacks, moved, type TunnelDraft } from '../../view/tunnel-draft.ts';
import styles from './fallback-order.module.css';

interface FallbackOrderProps {
  readonly draft: TunnelDraft;
  readonly notFound: readonly AdapterId[];
  readonly onChange: (fallback: readonly AdapterId[]) => void;
}

/** What to try when the chosen adapter cannot be opened: a list that buttons add to, reorder and shorten. */
export function FallbackOrder({ draft, notFound, onChange }: FallbackOrderProps) {
  const { fallback } = draft;
  const list = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const [focus, setFocus] = useState<string | null>(null);
  // A line that moved lost the focus with its place in the document.
  useLayoutEffect(() => {
    if (focus === null) return;
    list.current?.querySelector<HTMLElement>(`[data-part="${focus}"], [data-part="add"]`)?.focus();
    setFocus(null);
  }, [focus]);
  const move = (at: number, to: number, part: string): void => {
    const id = fallback[at];
    if (id === undefined || to < 0 || to >= fallback.length) return;
    onChange(moved(fallback, at, to));
    setSaid(`${ADAPTERS[id].name} is number ${to + 1} of ${fallback.length}.`);
    setFocus(`${id}-${part}`);
  };
  const remove = (at: number): void => {
    const rest = fallback.toSpliced(at, 1);
    onChange(rest);
    setSaid('Removed.');
    setFocus(`${rest[Math.min(at, rest.length - 1)] ?? ''}-remove`);
  };
  return (
    <section aria-label="Fall-back order" ref={list}>
      <h3 className={styles['title']}>If it cannot be opened, try</h3>
      {fallback.length > 0 && (
        <ol className={styles['list']}>
          {fallback.map((id, at) => {
            const { name } = ADAPTERS[id];
            return (
              <li key={id} className={styles['line']}>
                <span className={styles['number']}>{at + 1}</span>
                <span className={styles['name']}>
                  {name}
                  {notFound.includes(id) && <span className={styles['missing']}> not found here</span>}
                </span>
                <IconButton
                  label={`Move ${name} up`}
                  data-part={`${id}-up`}
                  aria-disabled={at === 0}
                  onClick={() => move(at, at - 1, 'up')}
                >
                  <ArrowUp />
                </IconButton>
                <IconButton
                  label={`Move ${name} down`}
                  data-part={`${id}-down`}
                  aria-disabled={at === fallback.length - 1}
                  onClick={() => move(at, at + 1, 'down')}
                >
                  <ArrowDown />
                </IconButton>
                <IconButton label={`Remove ${name}`} data-part={`${id}-remove`} onClick={() => remove(at)}>
                  <X />
                </IconButton>
              </li>
            );
          })}
        </ol>
      )}
      <div className={styles['add']}>
        {addableFallbacks(draft).map((id) => (
          <Button
            key={id}
            size="small"
            icon={<Plus />}
            data-part="add"
            aria-label={`Fall back on ${ADAPTERS[id].name}`}
            onClick={() => onChange([...fallback, id])}
          >
            {ADAPTERS[id].name}
          </Button>
        ))}
      </div>
      <p className={styles['hint']}>
        In this order, after three failed tries of the one before, or at once when it can never work. They are opened
        without a name or a server of your own.
      </p>
      <p role="status" className={HIDDEN_TEXT}>
        {said}
      </p>
    </section>
  );
}
