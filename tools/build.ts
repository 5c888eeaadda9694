import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStale } from '../bin/freshness.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMON = ['server/contract', 'package.json', 'tools/compress-page.ts'];
const PARTS = {
  renderer: { config: 'vite.config.ts', built: ['renderer/index.html'], sources: ['renderer'] },
  everything: {
    config: 'vite.build.config.ts',
    built: ['renderer/index.html', 'electron/main.js', 'electron/preload.cjs', 'server/main.js', 'server/cli.js'],
    sources: ['renderer', 'electron', 'server'],
  },
} as const;

type Part = keyof typeof PARTS;

/**
 * Build the page alone or the whole app into dist/, when it is missing or older than its sources. Quiet but for one line.
 * Throws with what Vite said when the build fails.
 */
export function buildIfStale(part: Part): void {
  const { config, built, sources } = PARTS[part];
  const inputs = [...sources, ...COMMON, config].map((path) => join(ROOT, path));
  if (
    !isStale(
      built.map((file) => join(ROOT, 'dist', file)),
      inputs,
    )
  )
    return;
  console.error('Building the app…');
  const run = vite(part, ['--logLevel', 'warn'], 'pipe');
  if (run.status !== 0) throw new Error(`The build failed.\n${run.stdout}${run.stderr}`);
}

function vite(part: Part, flags: readonly string[], stdio: 'pipe' | 'inherit') {
  const program = join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = [program, 'build', '--config', PARTS[part].config, ...flags];
  return spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio });
}

// npm run build: everything, with Vite's own report.
if (import.meta.main) process.exitCode = vite('everything', [], 'inherit').status ?? 1;
