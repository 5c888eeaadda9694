import { type ChildProcess, spawn } from 'node:child_process';
import { outputLines } from './output-lines.ts';
import { programCommand } from './program-command.ts';

export interface ProcessGroup {
  /** Exit code, or the name of the signal, once the program has ended. */
  readonly ended: Promise<number | string>;
  /** Ask the program and all its children to end; kill them when they have not after two seconds. */
  stop(): Promise<void>;
}

const GRACE_MS = 2_000;

/**
 * Runs the program as the child of a shell that leads a process group. A second child waits for the end of our own standard
 * input and then kills the group: so a tunnel never outlives Hookglass, not even after `kill -9`, and never leads to a port
 * that another program has taken since. The shell outlives a TERM to the group until the program is gone.
 */
const GUARD = `trap : TERM
exec 3<&0
"$0" "$@" 3<&- </dev/null &
child=$!
{ while read -r _ <&3; do :; done; kill -KILL 0; } >/dev/null 2>&1 &
guard=$!
exec 3<&-
wait "$child"
status=$?
while kill -0 "$child" 2>/dev/null; do wait "$child"; status=$?; done
kill -KILL "$guard" 2>/dev/null
wait "$guard" 2>/dev/null
exit "$status"`;

/**
 * On Windows a program that is started directly ends with us: libuv puts it into a job object that the system closes with our process.
 * What a script starts is not in it. There a second process, apart from us, waits for the end of its input, which we hold, and then
 * ends the script's process with all below it.
 */
const guardLine = (pid: number): string => `"sort >nul & taskkill /PID ${pid} /T /F >nul 2>&1"`;

/**
 * Start `path` with `args` (never through a shell's parser) and hand each line that it prints to `onLine`.
 * @throws Error in words when a script of Windows cannot be given `args`
 */
export function startGroup(
  { path, args, env }: { readonly path: string; readonly args: readonly string[]; readonly env: NodeJS.ProcessEnv },
  onLine: (line: string) => void,
): ProcessGroup {
  const child =
    process.platform === 'win32'
      ? startOnWindows(path, args, env)
      : spawn('/bin/sh', ['-c', GUARD, path, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  child.stdin?.on('error', () => undefined);
  if (child.stdout !== null) outputLines(child.stdout, onLine);
  if (child.stderr !== null) outputLines(child.stderr, onLine);
  const ended = new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
      await ended;
      clearTimeout(timer);
      signalGroup(child, 'SIGKILL');
    },
  };
}

function startOnWindows(path: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const command = programCommand(path, args, env);
  const quiet = { env, windowsHide: true, windowsVerbatimArguments: command.verbatim };
  const child = spawn(command.file, [...command.args], { ...quiet, stdio: ['ignore', 'pipe', 'pipe'] });
  if (!command.verbatim || child.pid === undefined) return child;
  const guard = spawn(command.file, ['/d', '/s', '/c', guardLine(child.pid)], {
    ...quiet,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  child.once('close', () => {
    guard.kill();
    guard.stdin.destroy();
  });
  return child;
}

function signalGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    if (child.exitCode !== null) return;
    const killer = spawn('taskkill', ['/PID', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    killer.once('error', () => child.kill());
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the whole group is gone already, which is what was asked for.
  }
}
