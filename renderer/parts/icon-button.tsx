import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';
import { Tip } from './tip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Name for people who hear it, and the tooltip. */
  readonly label: string;
  /** Key that does the same, shown in the tooltip. */
  readonly keys?: string;
  readonly children: ReactNode;
}

/** A button with an icon alone; its name shows on hover and focus. */
export function IconButton({ label, keys, className, children, ...rest }: IconButtonProps) {
  return (
    <Tip text={label} {...(keys === undefined ? {} : { keys })}>
      <button type="button" aria-label={label} {...rest} className={classNames(styles['button'], className)}>
        {children}
      </button>
    </Tip>
  );
}
