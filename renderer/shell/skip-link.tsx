import styles from './skip-link.module.css';

/** The first stop of the Tab key: past the bar and the side bar to the list. Seen only while it has the focus. */
export function SkipLink() {
  const skip = (): void => document.querySelector<HTMLElement>('main [role="grid"], main button')?.focus();
  return (
    <button type="button" className={styles['skip']} onClick={skip}>
      Skip to the list
    </button>
  );
}
