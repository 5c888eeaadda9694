import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isStale } from './freshness.mjs';

/**
 * What `hookglass` runs. An installed package has built code alone, and Node runs no TypeScript below node_modules. A checkout runs
 * what was built, which starts several times as fast, unless a source is newer.
 * @param {URL} root of the package or checkout
 * @returns {{ readonly code: 'checkout' | 'built', readonly url: URL }}
 */
export function chooseEntry(root) {
  const built = new URL('dist/server/cli.js', root);
  const source = new URL('server/cli/main.ts', root);
  if (!existsSync(source) || root.pathname.includes('/node_modules/')) return { code: 'built', url: built };
  const sources = ['server', 'package.json', 'vite.build.config.ts'].map((path) => fileURLToPath(new URL(path, root)));
  return isStale([fileURLToPath(built)], sources) ? { code: 'checkout', url: source } : { code: 'built', url: built };
}
