import { knownFidelity, OpenFailure, type OpenRequest } from '../opener.ts';
import type { CommandSpec, LineMeaning } from './command-adapter.ts';
import { httpUrl } from './http-url.ts';

/** Never ask a question, notice a dead line within 45 seconds, end when the forward is refused, learn a new host's key. */
const QUIET = ['BatchMode=yes', 'ServerAliveInterval=15', 'ServerAliveCountMax=3', 'ExitOnForwardFailure=yes']
  .concat('StrictHostKeyChecking=accept-new', 'ConnectTimeout=15')
  .flatMap((option) => ['-o', option]);

const base = {
  program: 'ssh',
  install: {
    linux: 'Install it with: sudo apt install openssh-client (or your system’s package of that name)',
    darwin: 'It is part of macOS.',
    win32: 'Install it with: Settings, Optional features, OpenSSH Client',
  },
  versionArgs: ['-V'],
  version: /OpenSSH(?:_for_Windows)?_([^\s,]+)/,
} as const;

/** localhost.run: free, no account, a new name each time and now and then while open. */
export const localhostRun: CommandSpec = {
  ...base,
  id: 'localhost-run',
  name: 'localhost.run',
  fidelity: knownFidelity({ addsForwarded: true }),
  args: ({ target }) => ['-T', ...QUIET, '-R', `80:127.0.0.1:${target.port}`, 'nokey@localhost.run'],
  readLine(line) {
    const url = /tunneled with tls termination, (https:\/\/[a-z0-9.-]+[a-z0-9])/.exec(line)?.[1];
    return url === undefined ? sshFailure(line, 'localhost.run') : { kind: 'url', url };
  },
};

/** pinggy.io: free for an hour at a time; with a token (`host`) as long as the account allows. */
export const pinggy: CommandSpec = {
  ...base,
  id: 'pinggy',
  name: 'Pinggy',
  fidelity: knownFidelity({ addsForwarded: true }),
  /** The token is the user's name: ssh(1), FILES, reads its own two files only when no other is named, so they are included. */
  privateText({ host: token }) {
    if (token === null) return null;
    if (!/^[A-Za-z0-9+]{1,100}$/.test(token)) {
      throw new OpenFailure('Give only the Pinggy token, from https://dashboard.pinggy.io.', { lasting: true });
    }
    return `Host pro.pinggy.io\n  User ${token}\nHost *\n  Include ~/.ssh/config /etc/ssh/ssh_config\n`;
  },
  args({ target }, privateFile) {
    const at = privateFile === null ? ['free.pinggy.io'] : ['-F', privateFile, 'pro.pinggy.io'];
    return ['-T', ...QUIET, '-p', '443', '-R', `0:127.0.0.1:${target.port}`, ...at];
  },
  readLine(line) {
    const url = /https:\/\/[a-z0-9-]+(?:\.[a-z0-9-]+)*\.pinggy(?:-free)?\.(?:link|net|online)(?![\w.-])/.exec(
      line,
    )?.[0];
    return url === undefined ? sshFailure(line, 'Pinggy') : { kind: 'url', url };
  },
};

/**
 * A host of one's own: `host` is `user@host`, `user@host:sshPort`, each with `/port` for the port to listen on over there. Without
 * one the host picks a port, and the address is `http://host:port` (its sshd needs `GatewayPorts yes`). `url` is the public address
 * when a web server over there stands in front.
 */
export const ownSsh: CommandSpec = {
  ...base,
  id: 'ssh',
  name: 'ssh to my own host',
  ownHost: true,
  fidelity: knownFidelity(),
  args(request) {
    const { destination, sshPort, listenPort } = ownHost(request);
    const port = sshPort === null ? [] : ['-p', sshPort];
    const forward = `${request.url === null ? '*:' : ''}${listenPort}:127.0.0.1:${request.target.port}`;
    return ['-v', '-N', '-T', ...QUIET, ...port, '-R', forward, '--', destination];
  },
  readLine(line, request) {
    const { destination, listenPort } = ownHost(request);
    const picked = /Allocated port (\d+) for remote forward/.exec(line)?.[1];
    const listens = /remote forward success for: listen/.test(line) && (listenPort !== '0' || request.url !== null);
    if (picked === undefined && !listens) return sshFailure(line, destination);
    const typed = request.url === null ? null : httpUrl(request.url);
    return { kind: 'url', url: typed ?? `http://${destination.replace(/^.*@/, '')}:${picked ?? listenPort}` };
  },
};

function ownHost({ host, url }: OpenRequest): {
  readonly destination: string;
  readonly sshPort: string | null;
  readonly listenPort: string;
} {
  const parts = /^((?:[\w.-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*)(?::(\d{1,5}))?(?:\/(\d{1,5}))?$/.exec(host ?? '');
  if (parts?.[1] === undefined || parts[1].startsWith('-')) {
    const sentence = 'Give the ssh host as user@host, user@host:22 or user@host:22/8080 (8080: the port over there).';
    throw new OpenFailure(sentence, { lasting: true });
  }
  if (url !== null && (httpUrl(url) === null || parts[3] === undefined)) {
    const sentence = 'With a public URL, name the port that your web server forwards to: user@host:22/8080.';
    throw new OpenFailure(sentence, { lasting: true });
  }
  return { destination: parts[1], sshPort: parts[2] ?? null, listenPort: parts[3] ?? '0' };
}

const FAILURES: readonly (readonly [pattern: RegExp, sentence: string, lasting: boolean])[] = [
  [
    /^(?:[^ ]+: )?Permission denied/,
    'refused your key. Add your public key there, and check that your agent has it.',
    true,
  ],
  [
    /Host key verification failed/,
    'shows another host key than before. Make sure it is yours, then mend known_hosts.',
    true,
  ],
  [/Could not resolve hostname/, 'cannot be found by its name. Is this computer online?', false],
  [
    /remote port forwarding failed/,
    'did not let us listen. The port may be taken, or forwarding forbidden there.',
    false,
  ],
  [/Connection refused/, 'refuses ssh connections.', false],
  [/(?:Connection|Operation) timed out|No route to host|Network is unreachable/, 'cannot be reached.', false],
];

function sshFailure(line: string, who: string): LineMeaning {
  if (line.startsWith('debug1:')) return null;
  const known = FAILURES.find(([pattern]) => pattern.test(line));
  return known === undefined ? null : { kind: 'failure', sentence: `${who} ${known[1]}`, lasting: known[2] };
}
