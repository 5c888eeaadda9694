import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { completeSearch, type KnownValues } from '../view/complete-search.ts';
import { searchChips } from '../view/search-chips.ts';
import { plain } from '../view/sentences.ts';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';
import { Keys } from './keys.tsx';
import styles from './search-box.module.css';
import { Spinner } from './spinner.tsx';
import { VisibleText } from './visible-text.tsx';

export interface SearchBoxProps {
  readonly value: string;
  readonly known: KnownValues;
  readonly busy: boolean;
  readonly onChange: (value: string) => void;
  readonly action: { readonly label: string; readonly icon: ReactNode; readonly run: () => void } | null;
}

/** One box for everything: free text and `key:value` terms, with completion (ARIA combobox) and chips to take terms away. */
export function SearchBox({ value, known, busy, onChange, action }: SearchBoxProps) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { from, to, options } = completeSearch(value, caret, known);
  const isShown = isOpen && options.length > 0;
  const chips = searchChips(value);

  const close = (): void => {
    setOpen(false);
    setActive(-1);
  };
  const track = (): void => setCaret(input.current?.selectionStart ?? value.length);
  const take = (insert: string): void => {
    const at = from + insert.length;
    onChange(value.slice(0, from) + insert + value.slice(to).replace(/^ /, ''));
    setCaret(at);
    setActive(-1);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(at, at);
    });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((now) => Math.max(-1, Math.min(options.length - 1, now + step)));
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isShown && active >= 0) {
      event.preventDefault();
      take(options[active]?.insert ?? '');
    } else if (event.key === 'Enter') {
      close();
      input.current?.blur();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (isShown) close();
      else if (value !== '') onChange('');
      else input.current?.blur();
    }
  };

  return (
    <div className={styles['box']}>
      <div className={styles['field']}>
        {busy ? <Spinner /> : <Search className={styles['glass']} aria-hidden="true" />}
        <input
          ref={input}
          data-search-box=""
          className={styles['input']}
          type="text"
          role="combobox"
          aria-label="Search deliveries"
          aria-expanded={isShown}
          aria-controls={isShown ? listId : undefined}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? `${listId}-${active}` : undefined}
          placeholder="Search, or key:value"
          spellCheck={false}
          autoComplete="off"
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setCaret(event.target.selectionStart ?? 0);
            setOpen(true);
            setActive(-1);
          }}
          onSelect={track}
          onFocus={() => {
            track();
            setOpen(true);
          }}
          onBlur={close}
          onKeyDown={press}
        />
        {value === '' ? (
          <Keys keys="/" />
        ) : (
          <>
            {action !== null && (
              <IconButton label={action.label} className={styles['small']} onClick={action.run}>
                {action.icon}
              </IconButton>
            )}
            <IconButton label="Clear search" className={styles['small']} onClick={() => onChange('')}>
              <X />
            </IconButton>
          </>
        )}
      </div>
      {isShown && (
        // Not a stop of the Tab key, though it scrolls: it goes as soon as the focus leaves the box, and would take it along.
        <div id={listId} className={styles['list']} role="listbox" aria-label="Completions" tabIndex={-1}>
          {options.map(({ insert, label, detail }, at) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the keys
            <div
              key={insert}
              id={`${listId}-${at}`}
              role="option"
              aria-selected={at === active}
              tabIndex={-1}
              className={classNames(styles['option'], at === active && styles['active'])}
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => setActive(at)}
              onClick={() => take(insert)}
            >
              <code>
                <VisibleText text={label} />
              </code>
              <span>{detail}</span>
            </div>
          ))}
        </div>
      )}
      {chips.length > 0 && (
        <ul className={styles['chips']} aria-label="Search terms">
          {chips.map(({ label, without }) => (
            <li key={label} className={styles['chip']}>
              <span>
                <VisibleText text={label} />
              </span>
              <button type="button" aria-label={plain(`Remove ${label}`)} onClick={() => onChange(without)}>
                <X aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
