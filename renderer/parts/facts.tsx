import type { ReactNode } from 'react';
import styles from './facts.module.css';
import { VisibleText } from './visible-text.tsx';

/** Names and values in two columns; a value of null leaves its line out. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  const known = facts.filter(([, value]) => value !== null);
  if (known.length === 0) return null;
  return (
    <dl className={styles['facts']}>
      {known.map(([name, value]) => (
        <div key={name} className={styles['fact']}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? <VisibleText text={value} /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
