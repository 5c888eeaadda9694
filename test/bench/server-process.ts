import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { processSeconds } from './process-seconds.ts';

/** Something that can be loaded: arguments for Node, given a fresh folder; its first line of stdout is `{captureUrl}`. */
export interface Target {
  readonly name: string;
  readonly start: (folder: string) => readonly string[];
}

export interface RunningTarget {
  readonly url: string;
  /** Processor time so far, in seconds (Linux; NaN elsewhere). */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

const file = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const serve = ['--port', '0', '--ui-port', '0', '--no-open', '--json', '--data'];

export const BARE_FASTIFY: Target = {
  name: 'bare Fastify (keeps nothing)',
  start: () => [file('servers/bare-fastify.ts')],
};
export const HOOKGLASS: Target = {
  name: 'hookglass serve',
  start: (folder) => [file('../../bin/hookglass.mjs'), 'serve', ...serve, folder],
};
export const COMMIT_EACH: Target = {
  name: 'one transaction a delivery',
  start: (folder) => [file('servers/commit-each.ts'), join(folder, 'each.db')],
};

/** Start a target in a process and a folder of its own. */
export async function startTarget({ name, start }: Target): Promise<RunningTarget> {
  const folder = mkdtempSync(join(tmpdir(), 'hookglass-bench-'));
  const child = spawn(process.execPath, [...start(folder)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (line.done === true) throw new Error(`${name} ended before it was ready.`);
  const { captureUrl } = JSON.parse(line.value) as { captureUrl: string };
  return {
    url: captureUrl,
    cpuSeconds: () => processSeconds(child.pid ?? 0),
    async stop() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
