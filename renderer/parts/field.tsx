import { ChevronDown } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | null;
}

/** A labelled one-line input. */
export function TextField({ label, hint, problem, ...input }: FieldProps & ComponentProps<'input'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <input
        spellCheck={false}
        autoComplete="off"
        {...input}
        id={id}
        className={styles['input']}
        aria-invalid={Boolean(problem)}
        aria-describedby={`${id}-hint`}
      />
    </Frame>
  );
}

/** A labelled input of several lines, in the mono face. */
export function TextArea({ label, hint, problem, ...area }: FieldProps & ComponentProps<'textarea'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <textarea
        spellCheck={false}
        rows={4}
        {...area}
        id={id}
        className={styles['area']}
        aria-invalid={Boolean(problem)}
        aria-describedby={`${id}-hint`}
      />
    </Frame>
  );
}

/** A labelled choice of one among few. */
export function Choice({ label, hint, problem, children, ...select }: FieldProps & ComponentProps<'select'>) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} problem={problem}>
      <div className={styles['choice']}>
        <select {...select} id={id} className={styles['input']} aria-describedby={`${id}-hint`}>
          {children}
        </select>
        <ChevronDown aria-hidden="true" />
      </div>
    </Frame>
  );
}

function Frame({
  id,
  label,
  hint,
  problem,
  children,
}: Omit<FieldProps, 'problem'> & {
  readonly id: string;
  readonly problem: string | null | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles['field']}>
      <label htmlFor={id} className={styles['label']}>
        {label}
      </label>
      {children}
      <span
        id={`${id}-hint`}
        className={problem ? styles['problem'] : styles['hint']}
        role={problem ? 'alert' : undefined}
      >
        {problem || hint}
      </span>
    </div>
  );
}
