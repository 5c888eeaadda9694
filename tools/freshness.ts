import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Whether `built` (a file) is missing or older than any file in `sources` (files or folders, missing ones ignored). */
export function isStale(built: string, sources: readonly string[]): boolean {
  const builtAtMs = changedAtMs(built);
  return builtAtMs === null || sources.some((source) => (newestMs(source) ?? 0) > builtAtMs);
}

function newestMs(path: string): number | null {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) return entry?.mtimeMs ?? null;
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((child) => child.isFile());
  return Math.max(0, ...files.map((file) => changedAtMs(join(file.parentPath, file.name)) ?? 0));
}

function changedAtMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
