import { execFileSync, spawnSync } from 'node:child_process';

/** Is this command on the machine? Tests that need it are skipped, with its name, where it is not. */
export const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** Bytes that a command writes to stdout for these bytes on stdin. */
export const through = (input: Uint8Array, command: string, ...args: readonly string[]): Uint8Array =>
  execFileSync(command, [...args], { input, stdio: ['pipe', 'pipe', 'pipe'] });
