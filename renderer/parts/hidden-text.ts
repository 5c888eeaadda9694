import styles from './hidden-text.module.css';

/** Class of what is there for screen readers alone. */
export const HIDDEN_TEXT = styles['hidden'];
