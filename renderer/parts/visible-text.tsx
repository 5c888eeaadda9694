import { memo } from 'react';
import { hasInvisibles, splitInvisibles } from '../view/invisibles.ts';
import styles from './visible-text.module.css';

/** Beyond these the marks are written out in one text: a million elements would stop the page. */
const MOST_PIECES = 2_000;

/**
 * Text from outside: a text node in its own bidirectional island, every invisible character drawn as a mark. Whatever a
 * sender writes can neither act nor reorder what is around it.
 */
export const VisibleText = memo(function VisibleText({ text }: { readonly text: string }) {
  if (!hasInvisibles(text)) return <bdi>{text}</bdi>;
  const pieces = splitInvisibles(text);
  return (
    <bdi>
      {pieces.slice(0, MOST_PIECES).map((piece, at) =>
        piece.kind === 'text' ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
          <span key={at} className={styles['mark']} title={`${piece.label} ${piece.name}`}>
            {piece.label.slice(2)}
          </span>
        ),
      )}
      {pieces.length > MOST_PIECES &&
        pieces
          .slice(MOST_PIECES)
          .map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.label}]`))
          .join('')}
    </bdi>
  );
});
