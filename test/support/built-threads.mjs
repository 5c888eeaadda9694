import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';

/**
 * Preloaded into every test process and its threads. With HOOKGLASS_BUILT_THREADS, which `npm test` sets once it has built what is
 * stale, a thread of the server is loaded from dist/: one file in place of hundreds, whose types need not be stripped first, takes
 * half the time of a start. Without it (`npx vitest run`) a thread is its source.
 */
const SOURCES = new URL('../../server/', import.meta.url).href;
const BUILT = new URL('../../dist/server/', import.meta.url);

if (!isMainThread && process.env.HOOKGLASS_BUILT_THREADS !== undefined)
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      if (context.parentURL !== undefined || !found.url.startsWith(SOURCES)) return found;
      const built = new URL(found.url.replace(/^.*\/(.*)\.ts$/, '$1.js'), BUILT);
      return existsSync(built) ? { ...found, url: built.href, format: 'module' } : found;
    },
  });
