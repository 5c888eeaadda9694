import type { ReactNode } from 'react';
import type { Meaning } from '../view/sentences.ts';
import { plain } from '../view/sentences.ts';
import styles from './badge.module.css';
import { classNames } from './class-names.ts';
import { VisibleText } from './visible-text.tsx';

/** A small word on a wash of its meaning. */
export function Badge({
  meaning = 'plain',
  children,
  title,
}: {
  readonly meaning?: Meaning;
  readonly children: ReactNode;
  readonly title?: string;
}) {
  return (
    <span
      className={classNames(styles['badge'], styles[meaning])}
      title={title === undefined ? undefined : plain(title)}
    >
      {typeof children === 'string' ? <VisibleText text={children} /> : children}
    </span>
  );
}
