import type { Settings } from '../contract/status.ts';

/** The cap is asked for at each request, so it is not read from the database each time. */
export interface BodyCap {
  read(): number;
  /** The settings changed. */
  refresh(): void;
}

export function createBodyCap(settings: () => Pick<Settings, 'bodyCapBytes'>): BodyCap {
  let cap = settings().bodyCapBytes;
  return {
    read: () => cap,
    refresh() {
      cap = settings().bodyCapBytes;
    },
  };
}
