import { useRef } from 'react';
import { hexRow, hexRowCount } from '../view/hex.ts';
import styles from './hex-view.module.css';
import { useTallRows } from './use-tall-rows.ts';

const ROW_HEIGHT = 20;

/** Bytes, sixteen to a line: offset, hex, ASCII. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const scroller = useRef<HTMLElement>(null);
  const { heightPx, rows, press } = useTallRows(scroller, hexRowCount(bytes.length), ROW_HEIGHT);
  return (
    <section
      ref={scroller}
      className={styles['scroller']}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      aria-label="Bytes in hexadecimal"
      onKeyDown={press}
    >
      <div className={styles['rows']} style={{ height: heightPx }}>
        {rows.map(({ index, topPx }) => {
          const { offset, hex, text } = hexRow(bytes, index);
          return (
            <div key={index} className={styles['row']} style={{ transform: `translateY(${topPx}px)` }}>
              <span className={styles['offset']}>{offset}</span>
              <span className={styles['hex']}>
                {hex.slice(0, 8).join(' ')}
                <span className={styles['half']}>{hex.slice(8).join(' ')}</span>
              </span>
              <span className={styles['text']}>{text}</span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
