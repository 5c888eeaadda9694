import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

/** What `late` was given, in the order in which it is fetched ahead. */
const parts: (() => Promise<unknown>)[] = [];
const PAUSE_MS = 1_000;

/**
 * A part of the page that the first sight of the list does without, in a file of its own. A file that does not come (the
 * server is away) is asked for until it does: an import that fails would leave an empty page.
 */
export function late<Props>(load: () => Promise<ComponentType<Props>>): LazyExoticComponent<ComponentType<Props>> {
  parts.push(load);
  return lazy(async () => ({ default: await untilThere(load) }));
}

async function untilThere<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}

/** Fetch all such parts, one after the other, so that the first use of one does not wait. What fails is fetched when used. */
export async function fetchLateParts(): Promise<void> {
  // Parts that name further ones append to the list while it is walked.
  for (const load of parts) await load().catch(() => undefined);
}
