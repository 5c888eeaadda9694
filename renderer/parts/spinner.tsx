import styles from './spinner.module.css';

/** A turning ring; what it stands for is told beside it. */
export function Spinner() {
  return <span className={styles['spinner']} aria-hidden="true" />;
}
