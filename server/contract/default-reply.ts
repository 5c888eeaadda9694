import type { CannedReply } from './endpoint.ts';

/** What an endpoint answers whose owner set nothing else. */
export const DEFAULT_REPLY: CannedReply = {
  status: 200,
  headers: [['Content-Type', 'text/plain; charset=utf-8']],
  body: 'ok\n',
  delayMs: 0,
};
