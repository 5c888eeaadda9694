import styles from './visible-text.module.css';
import { VisibleText } from './visible-text.tsx';

/** Text on one line: line feeds and tabs are marks like all that is not seen. */
export function MarkedLines({ text }: { readonly text: string }) {
  return text.split(/([\n\t])/).map((piece, at) =>
    at % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
      <VisibleText key={at} text={piece} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
      <span key={at} className={styles['layout']}>
        {piece === '\n' ? '⏎' : '⇥'}
      </span>
    ),
  );
}
