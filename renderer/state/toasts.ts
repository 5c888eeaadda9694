import type { Later } from './feed.ts';
import { createStore, type Store } from './store.ts';

export type Tone = 'ok' | 'bad' | 'info';

/** A short message about what just happened, with at most one thing to do about it. */
export interface Toast {
  readonly id: number;
  readonly tone: Tone;
  readonly text: string;
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export const TOAST_MS = 6_000;
export const UNDO_MS = 12_000;

export interface Toasts {
  readonly list: Store<readonly Toast[]>;
  show(tone: Tone, text: string, action?: Toast['action']): void;
  dismiss(id: number): void;
  /** Stop the clocks while the pointer or the focus is on a toast. */
  pause(): void;
  resume(): void;
}

/** Toasts that leave by themselves: later when there is something to undo, never while paused. At most four are shown. */
export function createToasts(later: Later): Toasts {
  const list = createStore<readonly Toast[]>([]);
  const clocks = new Map<number, () => void>();
  let next = 1;
  const dismiss = (id: number): void => {
    clocks.get(id)?.();
    clocks.delete(id);
    list.update((now) => now.filter((toast) => toast.id !== id));
  };
  const arm = (toast: Toast): void => {
    clocks.get(toast.id)?.();
    clocks.set(
      toast.id,
      later(toast.action === null ? TOAST_MS : UNDO_MS, () => dismiss(toast.id)),
    );
  };
  return {
    list,
    show(tone, text, action = null) {
      const toast: Toast = { id: next++, tone, text, action };
      list.update((now) => [...now.filter((other) => other.text !== text), toast].slice(-4));
      arm(toast);
    },
    dismiss,
    pause() {
      for (const cancel of clocks.values()) cancel();
      clocks.clear();
    },
    resume() {
      for (const toast of list.get()) arm(toast);
    },
  };
}
