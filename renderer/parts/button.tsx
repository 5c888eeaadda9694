import type { ComponentProps, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';

export interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly size?: 'small' | 'normal';
  readonly icon?: ReactNode;
  /** Shows that the action is under way and keeps it from being started twice. */
  readonly busy?: boolean;
}

/** A button with a word on it. */
export function Button({
  look = 'plain',
  size = 'normal',
  icon,
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? undefined : rest.onClick}
      className={classNames(styles['button'], styles[look], styles[size], className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
