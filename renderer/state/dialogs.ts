/** The dialog that is open, if any. Only one is at a time. */
export type DialogState =
  | { readonly kind: 'none' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'help' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'sessions' }
  | { readonly kind: 'reach' }
  | { readonly kind: 'tunnel' }
  | { readonly kind: 'new-endpoint' }
  | { readonly kind: 'endpoint'; readonly id: number; readonly part: EndpointPart }
  | { readonly kind: 'rotate-endpoint'; readonly id: number }
  | { readonly kind: 'delete-endpoint'; readonly id: number }
  /** `thenReplay`: deliveries to send once the destination is saved. */
  | { readonly kind: 'destination'; readonly id: number | null; readonly thenReplay: readonly number[] }
  | { readonly kind: 'delete-destination'; readonly id: number }
  | { readonly kind: 'edit-replay'; readonly id: number }
  | { readonly kind: 'allow-host'; readonly host: string; readonly retry: () => void }
  | { readonly kind: 'diff'; readonly older: number; readonly newer: number }
  | { readonly kind: 'delete-deliveries'; readonly ids: readonly number[] }
  /** `id` null: a new one. */
  | { readonly kind: 'recipe'; readonly id: number | null }
  | { readonly kind: 'save-search'; readonly query: string };

export type EndpointPart = 'general' | 'reply' | 'secrets' | 'limits';

export const NO_DIALOG: DialogState = { kind: 'none' };

/** Whether a dialog works without the server. */
export const opensAlone = ({ kind }: DialogState): boolean => kind === 'none' || kind === 'palette' || kind === 'help';
