import { fileURLToPath } from 'node:url';

/** Where the built user interface lies: beside this file's bundle when built, else in the checkout's `dist`. */
export const rendererDir: string = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../dist/renderer' : '../renderer', import.meta.url),
);
