/** The ways to a public address, in the order that the UI lists them. */
export const ADAPTER_IDS = [
  'localtunnel',
  'cloudflared',
  'ngrok',
  'localhost-run',
  'pinggy',
  'ssh',
  'tailscale',
  'public-url',
] as const;
export type AdapterId = (typeof ADAPTER_IDS)[number];

/** What each adapter can be told beside its own name: other wishes would change nothing. */
export const ADAPTER_WISHES: Readonly<Record<AdapterId, readonly ('subdomain' | 'host' | 'url')[]>> = {
  localtunnel: ['subdomain', 'host'],
  cloudflared: [],
  ngrok: ['subdomain'],
  'localhost-run': [],
  pinggy: ['host'],
  ssh: ['host', 'url'],
  tailscale: [],
  'public-url': ['url'],
};
