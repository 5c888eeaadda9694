import { readFileSync, writeFileSync } from 'node:fs';
import type { Rectangle } from 'electron';

/** Where the window was, in device-independent pixels; without `x` and `y` the system chooses the place. */
export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

export const MIN_SIZE = { width: 900, height: 560 } as const;
const FIRST_STATE: WindowState = { width: 1360, height: 860, maximized: false };
/** So much of the title bar must lie on a display for the window to be within reach. */
const REACHABLE = { width: 120, height: 32 } as const;

/** The state kept in `file`, fitted to the displays of today; the first state when there is none or it cannot be read. */
export function loadWindowState(file: string, displays: readonly Rectangle[]): WindowState {
  try {
    return fitToDisplays(parse(readFileSync(file, 'utf8')), displays);
  } catch {
    return FIRST_STATE;
  }
}

/** Keep a state in `file`. A folder that cannot be written to costs the memory of the place, nothing else. */
export function saveWindowState(file: string, { x, y, width, height }: Rectangle, maximized: boolean): void {
  try {
    writeFileSync(file, JSON.stringify({ x, y, width, height, maximized }), { mode: 0o600 });
  } catch (error) {
    console.error('The place of the window could not be kept.', error);
  }
}

/** A window that no display shows any more is put back where the system chooses; sizes stay within the largest display. */
export function fitToDisplays(state: WindowState, displays: readonly Rectangle[]): WindowState {
  const width = clamp(state.width, MIN_SIZE.width, Math.max(...displays.map((display) => display.width)));
  const height = clamp(state.height, MIN_SIZE.height, Math.max(...displays.map((display) => display.height)));
  const { x, y, maximized } = state;
  if (x === undefined || y === undefined) return { width, height, maximized };
  const titleBar = { x, y, width, height: REACHABLE.height };
  const seen = displays.some((display) => {
    const shared = overlap(titleBar, display);
    return shared.width >= REACHABLE.width && shared.height >= REACHABLE.height;
  });
  return seen ? { x, y, width, height, maximized } : { width, height, maximized };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function overlap(a: Rectangle, b: Rectangle): { readonly width: number; readonly height: number } {
  return {
    width: Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x),
    height: Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y),
  };
}

function parse(text: string): WindowState {
  const { x, y, width, height, maximized } = JSON.parse(text);
  if (![x, y, width, height].every(Number.isFinite)) throw new TypeError('not a window state');
  return { x, y, width, height, maximized: maximized === true };
}
