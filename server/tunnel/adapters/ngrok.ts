import { knownFidelity, OpenFailure } from '../opener.ts';
import type { CommandSpec, LineMeaning } from './command-adapter.ts';

/** What to do about ngrok's error codes, from https://ngrok.com/docs/errors. Others are told in ngrok's own words. */
const ERRORS: Readonly<Record<string, readonly [sentence: string, lasting: boolean]>> = {
  '105': ['ngrok does not know your authtoken. Set it with: ngrok config add-authtoken <token>', true],
  '107': ['ngrok no longer accepts your authtoken. Set a new one with: ngrok config add-authtoken <token>', true],
  '108': ['Your ngrok account has all its agents running already. Stop another one first.', false],
  '121': ['Your ngrok agent is too old for ngrok’s service. Update it with: ngrok update', true],
  '334': ['The ngrok address is in use by another agent. Stop that one, or ask for another address.', false],
  '4018': ['ngrok needs an account. Sign up, then run: ngrok config add-authtoken <token>', true],
};

/** The installed ngrok agent 3, which logs in logfmt on standard output. `subdomain` is a whole domain of the account. */
export const ngrok: CommandSpec = {
  id: 'ngrok',
  name: 'ngrok',
  program: 'ngrok',
  fidelity: knownFidelity({ respellsHeaderNames: true, addsForwarded: true }),
  install: {
    linux: 'Install it with: snap install ngrok, or from https://ngrok.com/download',
    darwin: 'Install it with: brew install ngrok',
    win32: 'Install it with: winget install ngrok.ngrok',
  },
  versionArgs: ['version'],
  version: /ngrok version (\S+)/,
  args({ target, subdomain }) {
    if (subdomain !== null && !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(subdomain)) {
      throw new OpenFailure('Give ngrok the whole domain, for example my-name.ngrok-free.app.', { lasting: true });
    }
    const domain = subdomain === null ? [] : [`--domain=${subdomain}`];
    return ['http', `127.0.0.1:${target.port}`, '--log=stdout', '--log-format=logfmt', ...domain];
  },
  readLine(line) {
    const code = /ERR_NGROK_(\d+)/.exec(line)?.[1];
    if (code !== undefined) return failure(code, line);
    if (!/started tunnel/.test(line)) return null;
    const url = /(?:\burl=|"url":\s*)"?(https:\/\/[^\s"]+)/.exec(line)?.[1];
    return url === undefined ? null : { kind: 'url', url };
  },
};

function failure(code: string, line: string): LineMeaning {
  const known = ERRORS[code];
  const words = (/err="([^"]*)/.exec(line)?.[1] ?? line).replace(/\\r|\\n/g, ' ').slice(0, 300);
  const [sentence, lasting] = known ?? [
    `ngrok refused: ${words} (https://ngrok.com/docs/errors/err_ngrok_${code})`,
    false,
  ];
  return { kind: 'failure', sentence, lasting };
}
