import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../bin/hookglass.mjs', import.meta.url));

/** A finished command. `code` is null when a signal ended it. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What `serve --json` prints first. */
export interface Started {
  readonly captureUrl: string;
  readonly uiUrl: string;
  readonly apiUrl: string;
  readonly dataDir: string;
  readonly pid: number;
}

/** A real `hookglass serve` or `listen` as a child process. */
export interface ServerProcess extends Started {
  readonly child: ChildProcess;
  readonly firstLine: string;
  /** The bearer token, from server.json. */
  readonly token: string;
  /** The next line of stdout after the first. */
  nextLine(): Promise<string>;
  stderr(): string;
  /** Send a signal and wait for the end; the exit code, or the signal's name. */
  end(signal: NodeJS.Signals): Promise<number | string>;
}

const environment = { ...process.env, HOOKGLASS_DATA: '', NO_COLOR: '1' };

/** Run one command to its end. */
export async function hookglass(dataDir: string, ...words: readonly string[]): Promise<Finished> {
  const child = spawn(process.execPath, [COMMAND, ...words, '--data', dataDir], { env: environment });
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: Buffer.concat(stdout), stderr };
}

/** Run one command with --json and read its answer; throws unless it exits with 0. */
export async function hookglassJson<T>(dataDir: string, ...words: readonly string[]): Promise<T> {
  return answerOf(words, await hookglass(dataDir, ...words, '--json'));
}

/** The JSON that a command printed; throws unless it exited with 0. */
export function answerOf<T>(words: readonly string[], { code, stdout, stderr }: Finished): T {
  if (code !== 0) throw new Error(`hookglass ${words.join(' ')} exited with ${code}: ${stderr}`);
  return JSON.parse(stdout.toString()) as T;
}

/** Start a server on free ports; resolves with what it says first. Rejects with its stderr when it ends before. */
export async function startServerProcess(
  dataDir: string,
  command: readonly string[] = ['serve', '--json'],
  nodeOptions = '',
): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [COMMAND, ...command, '--data', dataDir, '--port', '0', '--ui-port', '0', '--no-open'],
    { env: { ...environment, NODE_OPTIONS: nodeOptions }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`hookglass ${command.join(' ')} ended: ${stderr}`);
    return line.value;
  };
  const firstLine = await nextLine();
  while (!command.includes('--json') && !(await nextLine()).startsWith('Only this machine'));
  const entry = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as Omit<Started, 'dataDir'> & {
    token: string;
  };
  return {
    ...entry,
    dataDir,
    child,
    firstLine,
    nextLine,
    stderr: () => stderr,
    async end(signal) {
      child.kill(signal);
      const [code, byName] = await exit;
      return code ?? byName ?? 'unknown';
    },
  };
}

/** Run `use` with a fresh data folder and no server; the folder is removed afterwards. */
export async function withDataDir(use: (dataDir: string) => Promise<void>): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hookglass-data-'));
  try {
    await use(dataDir);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Run `use` with a real server process; it is killed and its folder removed afterwards, however `use` ends. */
export async function withServerProcess(
  use: (server: ServerProcess) => Promise<void>,
  nodeOptions = '',
): Promise<void> {
  await withDataDir(async (dataDir) => {
    const server = await startServerProcess(dataDir, ['serve', '--json'], nodeOptions);
    try {
      await use(server);
    } finally {
      if (server.child.exitCode === null && server.child.signalCode === null) await server.end('SIGKILL');
    }
  });
}
