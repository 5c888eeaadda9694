import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import styles from './split.module.css';

export interface SplitProps {
  /** Which way the two lie: one beside the other, or one below the other. */
  readonly lie: 'beside' | 'below';
  /** Name of the line between them. */
  readonly label: string;
  /** What the first one takes, in percent of both. */
  readonly share: number;
  /** The least that each takes, in pixels. */
  readonly least: readonly [first: number, second: number];
  /** Told when the user has moved the line, once it rests. */
  readonly onShare: (share: number) => void;
  readonly first: ReactNode;
  /** Null: the first one has all the room. */
  readonly second: ReactNode | null;
}

const STEP = 5;

/**
 * Two panes and a line between them that the pointer or the arrow keys move, Home and End as far as it goes (ARIA Authoring
 * Practices, window splitter).
 */
export function Split({ lie, label, share: given, least, onShare, first, second }: SplitProps) {
  const [share, setShare] = useState(given);
  const frame = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | null>(null);
  const isBeside = lie === 'beside';

  /** `wanted` percent, as far as both panes keep what they need. */
  const within = (wanted: number): number => {
    const { width, height } = (frame.current as HTMLElement).getBoundingClientRect();
    const [low, high] = limits(isBeside ? width : height, least);
    return Math.max(low, Math.min(high, wanted));
  };
  const drag = (event: PointerEvent<HTMLElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, top, width, height } = (frame.current as HTMLElement).getBoundingClientRect();
    const reached = isBeside ? (event.clientX - left) / width : (event.clientY - top) / height;
    dragged.current = within(reached * 100);
    setShare(dragged.current);
  };
  const drop = (): void => {
    if (dragged.current !== null) onShare(dragged.current);
    dragged.current = null;
  };
  const key = (event: KeyboardEvent): void => {
    const [back, on] = isBeside ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const wanted = { [back as string]: share - STEP, [on as string]: share + STEP, Home: 0, End: 100 }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = within(wanted);
    setShare(next);
    onShare(next);
  };
  const [leastFirst, leastSecond] = least.map((size) => (isBeside ? { minWidth: size } : { minHeight: size }));
  return (
    <div ref={frame} className={styles['frame']} data-lie={lie}>
      <div className={styles['pane']} style={second === null ? { flex: 1 } : { flexBasis: `${share}%`, ...leastFirst }}>
        {first}
      </div>
      {second !== null && (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a line that can be moved has a value, which <hr> has not */}
          <div
            className={styles['line']}
            role="separator"
            tabIndex={0}
            aria-label={label}
            aria-orientation={isBeside ? 'vertical' : 'horizontal'}
            aria-valuenow={Math.round(share)}
            aria-valuemin={0}
            aria-valuemax={100}
            onPointerDown={(event) => event.button === 0 && event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag}
            onLostPointerCapture={drop}
            onKeyDown={key}
          />
          <div className={styles['pane']} style={{ flex: 1, ...leastSecond }}>
            {second}
          </div>
        </>
      )}
    </div>
  );
}

/** Least and most of the first pane in percent of `size`. Where there is not room enough for both, it is halved. */
function limits(size: number, [first, second]: readonly [number, number]): readonly [number, number] {
  if (first + second >= size) return [50, 50];
  return [(first / size) * 100, 100 - (second / size) * 100];
}
