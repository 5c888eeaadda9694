import { createServer } from 'node:net';
import { allAdapters } from '../../server/tunnel/adapters/index.ts';
import { captureTarget } from '../../server/tunnel/capture-target.ts';

/** Opens cloudflared in a process of its own, prints its address and stays, so that a test can kill this process. */
const server = createServer().listen(0, '127.0.0.1', async () => {
  const adapter = allAdapters().find(({ id }) => id === 'cloudflared');
  const request = { target: captureTarget(server), subdomain: null, host: null, url: null, timeoutMs: 10_000 };
  const { url } = await adapter.open(request, new AbortController().signal);
  console.log(url);
});
