// Plain JavaScript, since `hookglass.mjs` needs it before it knows what to run.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether one of the files `built` is missing or older than any file in `sources` (files or folders, missing ones ignored).
 * @param {readonly string[]} built
 * @param {readonly string[]} sources
 * @returns {boolean}
 */
export function isStale(built, sources) {
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const file of built) {
    const changedMs = changedAtMs(file);
    if (changedMs === null) return true;
    oldestMs = Math.min(oldestMs, changedMs);
  }
  return sources.some((source) => newestMs(source) > oldestMs);
}

function newestMs(path) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  let newest = 0;
  for (const child of readdirSync(path, { withFileTypes: true })) {
    newest = Math.max(newest, newestMs(join(path, child.name)));
  }
  return newest;
}

const changedAtMs = (path) => {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry === undefined ? null : entry.mtimeMs;
};
