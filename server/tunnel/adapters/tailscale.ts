import { knownFidelity } from '../opener.ts';
import type { CommandSpec } from './command-adapter.ts';

const FAILURES: readonly (readonly [pattern: RegExp, sentence: (line: string) => string])[] = [
  [
    /https:\/\/login\.tailscale\.com\/f\/funnel\S*/,
    (line) => `Funnel is off in your tailnet. Switch it on once at ${/https:\S+/.exec(line)?.[0]}, then open again.`,
  ],
  [
    /Funnel not available|node attribute not set/i,
    () => 'Your tailnet does not allow Funnel on this computer. See https://tailscale.com/s/no-funnel',
  ],
  [
    /failed to connect to local tailscaled|tailscaled.*not.*running/i,
    () => 'Tailscale is not running on this computer. Start it, then open again.',
  ],
  [/Logged out|NeedsLogin|not logged in/i, () => 'Tailscale is not signed in. Run: tailscale up'],
  [
    /Access denied|permission denied/i,
    () => 'Tailscale lets only root change this. Run once: sudo tailscale set --operator=$USER',
  ],
  [
    /listener already exists for port|port \d+ is already in use/i,
    () => 'Another program uses Tailscale’s public port. Stop it with: tailscale funnel reset',
  ],
];

/** Tailscale Funnel in the foreground (1.52 and newer): the address lasts, the funnel ends with the program. */
export const tailscale: CommandSpec = {
  id: 'tailscale',
  name: 'Tailscale Funnel',
  program: 'tailscale',
  fidelity: knownFidelity({ respellsHeaderNames: true, addsForwarded: true }),
  install: {
    linux: 'Install it from https://tailscale.com/download/linux, then run: sudo tailscale up',
    darwin: 'Install it with: brew install --cask tailscale, and sign in',
    win32: 'Install it with: winget install Tailscale.Tailscale, and sign in',
  },
  versionArgs: ['version'],
  version: /^(\d+\.\d+\.\S*)/m,
  args: ({ target }) => ['funnel', `http://127.0.0.1:${target.port}`],
  readLine(line) {
    const failure = FAILURES.find(([pattern]) => pattern.test(line));
    if (failure !== undefined) return { kind: 'failure', sentence: failure[1](line), lasting: true };
    const url = /https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.ts\.net(?::\d+)?(?![\w.-])/.exec(line)?.[0];
    return url === undefined ? null : { kind: 'url', url };
  },
};
