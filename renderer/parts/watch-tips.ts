/** A button whose tip is to be shown. */
export interface ShownTip {
  readonly anchor: HTMLElement;
  readonly text: string;
  readonly keys: string | undefined;
}

const WAIT_MS = 500;
/** Soon after one tip was left, the next one comes at once. */
const STILL_READING_MS = 300;

/**
 * Tells whose tip is to be shown: of what the pointer rests on, or the keyboard has come to, among elements with `data-tip`. A
 * tip stays while the pointer is on it, and goes with Escape, a click or another key (WCAG 2.2, 1.4.13). Returns how to stop.
 */
export function watchTips(page: Document, show: (tip: ShownTip | null) => void): () => void {
  let shown: HTMLElement | null = null;
  let meant: HTMLElement | null = null;
  let leftAtMs = Number.NEGATIVE_INFINITY;
  let clock: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(clock);
    if (shown !== null) leftAtMs = performance.now();
    shown = null;
    show(null);
  };
  const reveal = (anchor: HTMLElement): void => {
    clearTimeout(clock);
    if (!anchor.isConnected) return;
    shown = anchor;
    show({ anchor, text: anchor.dataset['tip'] ?? '', keys: anchor.dataset['tipKeys'] });
  };
  const withTip = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

  const stop = new AbortController();
  const on = <Name extends keyof DocumentEventMap>(name: Name, act: (event: DocumentEventMap[Name]) => void): void =>
    page.addEventListener(name, act, { signal: stop.signal, capture: true, passive: true });
  on('pointerover', (event) => {
    if (event.pointerType === 'touch') return;
    if (event.target instanceof Element && event.target.closest('[role="tooltip"]') !== null) return;
    const anchor = withTip(event.target);
    if (anchor === meant) return;
    meant = anchor;
    hide();
    if (anchor === null) return;
    const isReading = performance.now() - leftAtMs < STILL_READING_MS;
    clock = setTimeout(() => reveal(anchor), isReading ? 0 : WAIT_MS);
  });
  on('focusin', (event) => {
    const anchor = withTip(event.target);
    if (anchor?.matches(':focus-visible') === true) reveal(anchor);
    else if (shown !== null) hide();
  });
  on('focusout', () => shown !== null && hide());
  on('pointerdown', hide);
  on('keydown', hide);
  on('scroll', () => shown !== null && hide());
  return () => {
    clearTimeout(clock);
    stop.abort();
  };
}
