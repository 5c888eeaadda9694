import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Files that are text; faces and images are compressed already. */
const TEXT = new Set(['.html', '.js', '.css', '.svg', '.json']);

/** Leaves a `.br` and a `.gz` beside each text file of the page, where they are smaller: compressed once, not at each start. */
export function compressPage(): Plugin {
  return {
    name: 'compress-page',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle({ dir }) {
      if (dir === undefined) return;
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !TEXT.has(extname(entry.name))) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        for (const [ending, smaller] of [
          ['.br', brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })],
          ['.gz', gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION })],
        ] as const)
          if (smaller.length < bytes.length) writeFileSync(file + ending, smaller);
      }
    },
  };
}
