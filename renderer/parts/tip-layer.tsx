import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { Keys } from './keys.tsx';
import { layers } from './layers.ts';
import styles from './tip-layer.module.css';
import { type ShownTip, watchTips } from './watch-tips.ts';

const GAP = 6;
const EDGE = 8;

/** The one tooltip of the page: the words of whatever element has `data-tip` and is pointed at or focused. */
export function TipLayer() {
  const [tip, setTip] = useState<ShownTip | null>(null);
  useEffect(() => watchTips(document, setTip), []);
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tip === null || box.current === null) return;
    const { left, top } = placeBeside(tip.anchor.getBoundingClientRect(), box.current.getBoundingClientRect());
    box.current.style.translate = `${left}px ${top}px`;
  }, [tip]);
  const place = layers();
  if (tip === null || place === null) return null;
  return createPortal(
    <div ref={box} role="tooltip" className={styles['tip']}>
      {tip.text}
      {tip.keys !== undefined && <Keys keys={tip.keys} />}
    </div>,
    place,
  );
}

/** Above the middle of `anchor`, below it where there is no room, and never over the edge of the window. */
function placeBeside(anchor: DOMRect, { width, height }: DOMRect): { readonly left: number; readonly top: number } {
  const middle = anchor.left + anchor.width / 2 - width / 2;
  const above = anchor.top - GAP - height;
  return {
    left: Math.max(EDGE, Math.min(middle, innerWidth - EDGE - width)),
    top: above >= EDGE ? above : anchor.bottom + GAP,
  };
}
