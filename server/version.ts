import { readFileSync } from 'node:fs';

/** The version of Hookglass, from the package.json one folder up, in a checkout as in dist/. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
