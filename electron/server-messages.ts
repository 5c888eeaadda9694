/** What the main process says to the server in its utility process. `keyBase64` null: the server uses its key file. */
export type ToServer = { readonly kind: 'start'; readonly keyBase64: string | null } | { readonly kind: 'stop' };

/** What the server says back: its addresses once it listens, or the Problem that keeps it from starting. */
export type FromServer =
  | { readonly kind: 'ready'; readonly uiUrl: string; readonly captureUrl: string }
  | { readonly kind: 'problem'; readonly sentence: string };

/** A message of the server, or null for anything else. */
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
