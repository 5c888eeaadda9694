import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { hexRow, hexRowCount } from '../view/hex.ts';
import styles from './hex-view.module.css';

const ROW_HEIGHT = 20;

/** Bytes, sixteen to a line: offset, hex, ASCII. */
export function HexView({ bytes }: { readonly bytes: Uint8Array }) {
  const scroller = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: hexRowCount(bytes.length),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section ref={scroller} className={styles['scroller']} tabIndex={0} aria-label="Bytes in hexadecimal">
      <div className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const { offset, hex, text } = hexRow(bytes, index);
          return (
            <div key={index} className={styles['row']} style={{ transform: `translateY(${start}px)` }}>
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
