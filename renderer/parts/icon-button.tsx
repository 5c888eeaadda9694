import type { ComponentProps, ReactNode } from 'react';
import { oneLine, plain } from '../view/sentences.ts';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Name for people who hear it, and the tooltip. */
  readonly label: string;
  /** Key that does the same, shown in the tooltip. */
  readonly keys?: string | null;
  readonly children: ReactNode;
}

/** A button with an icon alone; its name shows on hover and focus. */
export function IconButton({ label, keys, className, children, ...rest }: IconButtonProps) {
  const said = plain(oneLine(label));
  return (
    <button
      type="button"
      aria-label={said}
      data-tip={said}
      data-tip-keys={keys}
      {...rest}
      className={classNames(styles['button'], className)}
    >
      {children}
    </button>
  );
}
