import type { QueryClient } from '@tanstack/react-query';
import { fileName } from '../view/file-name.ts';
import type { Cache } from './apply-message.ts';
import type { Later } from './feed.ts';
import type { NextFrame } from './frame-batch.ts';

/** The browser's clock as `Later`. */
export const later: Later = (delayMs, action) => {
  const clock = setTimeout(action, delayMs);
  return () => clearTimeout(clock);
};

/** Do something once the page has nothing else to do; soon after in any case, also where a browser does not tell. */
export function whenIdle(action: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(action, { timeout: 2_000 });
  else setTimeout(action, 500);
}

/** The browser's frames as `NextFrame`. */
export const nextFrame: NextFrame = (action) => {
  const frame = requestAnimationFrame(action);
  return () => cancelAnimationFrame(frame);
};

/** What was fetched, as the feed sees it. */
export function queryCache(client: QueryClient): Cache {
  return {
    change: (key, change) => client.setQueryData(key, (now) => (now === undefined ? undefined : change(now as never))),
    invalidate: (queryKey) => void client.invalidateQueries({ queryKey }),
    invalidateAll: () => void client.invalidateQueries(),
  };
}

/** Hand bytes to the user as a file. The type is always octet-stream, so that no browser opens it in place. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
