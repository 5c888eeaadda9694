import type { AdapterId } from '../../server/contract/tunnel.ts';

/** One thing to type in for an adapter; `option` is the member of the wish that it becomes. */
export interface AdapterField {
  readonly option: 'subdomain' | 'host' | 'url';
  readonly label: string;
  readonly placeholder: string;
  readonly hint: string;
  readonly need: 'optional' | 'required';
  /** `secret`: typed as a password and forgotten with the page. */
  readonly kept: 'remembered' | 'secret';
}

export interface AdapterWords {
  readonly name: string;
  readonly text: string;
  readonly fields: readonly AdapterField[];
}

const field = (
  option: AdapterField['option'],
  label: string,
  placeholder: string,
  hint: string,
  rest: Partial<Pick<AdapterField, 'need' | 'kept'>> = {},
): AdapterField => ({ option, label, placeholder, hint, need: 'optional', kept: 'remembered', ...rest });

/** The ways to a public address, in the order of the contract, with what each can be told (`docs/tunnel.md`, Adapters). */
export const ADAPTERS: Readonly<Record<AdapterId, AdapterWords>> = {
  localtunnel: {
    name: 'localtunnel',
    text: 'Through a public server, or one of your own.',
    fields: [
      field(
        'subdomain',
        'Name',
        'my-hooks',
        '4 to 63 lower-case letters, digits and hyphens. The server may refuse it.',
      ),
      field('host', 'Server', 'https://localtunnel.me', 'The address of a localtunnel server of your own.'),
    ],
  },
  cloudflared: {
    name: 'cloudflared',
    text: 'Cloudflare’s quick tunnel; no account.',
    fields: [],
  },
  ngrok: {
    name: 'ngrok',
    text: 'With your account at ngrok.',
    fields: [field('subdomain', 'Domain', 'my-name.ngrok-free.app', 'A whole domain of your account.')],
  },
  'localhost-run': {
    name: 'localhost.run',
    text: 'Through ssh; no account.',
    fields: [],
  },
  pinggy: {
    name: 'Pinggy',
    text: 'Through ssh; free for an hour at a time.',
    fields: [
      field('host', 'Token', 'None', 'Not remembered. It is handed to ssh in a file that only you can read.', {
        kept: 'secret',
      }),
    ],
  },
  ssh: {
    name: 'ssh',
    text: 'Through a host of your own that forwards a port.',
    fields: [
      field('host', 'Host', 'user@host:22/8080', 'user@host; the ssh port and the port over there may follow.', {
        need: 'required',
      }),
      field(
        'url',
        'Public URL',
        'https://hooks.example.com',
        'Where a web server over there forwards to that port. Otherwise the address is that of the host.',
      ),
    ],
  },
  tailscale: { name: 'Tailscale Funnel', text: 'A lasting address in your tailnet.', fields: [] },
  'public-url': {
    name: 'My own public URL',
    text: 'A proxy or port forward that is there.',
    fields: [
      field('url', 'Public URL', 'https://hooks.example.com', 'It has to lead to the capture port of this computer.', {
        need: 'required',
      }),
    ],
  },
};

export const ADAPTER_ORDER = Object.keys(ADAPTERS) as readonly AdapterId[];

/** Adapters that need nothing typed in: the fall-back order gives none of its own options. */
export const FALLBACKS: readonly AdapterId[] = ADAPTER_ORDER.filter((id) =>
  ADAPTERS[id].fields.every(({ need }) => need === 'optional'),
);
