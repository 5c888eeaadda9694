import type { FromServer } from '../server/main.ts';

/** A message of the server's process, or null for anything else. */
export function readServerMessage(message: unknown): FromServer | null {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return null;
  if (message.kind === 'problem' && 'sentence' in message && typeof message.sentence === 'string') {
    return { kind: 'problem', sentence: message.sentence };
  }
  if (message.kind !== 'ready' || !('uiUrl' in message) || !('captureUrl' in message)) return null;
  const { uiUrl, captureUrl } = message;
  if (typeof uiUrl !== 'string' || typeof captureUrl !== 'string') return null;
  return { kind: 'ready', uiUrl, captureUrl };
}
