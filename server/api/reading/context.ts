import type { Endpoint } from '../../contract/endpoint.ts';
import type { Status } from '../../contract/status.ts';
import type { ProviderDirectory } from '../../providers/directory.ts';
import type { ReadingStore } from '../../store/reading-store.ts';
import type { TunnelService } from '../../tunnel/service.ts';
import type { Sessions } from '../sessions.ts';

/** What the resources that only read work with: a running server's, or that of a folder that nobody serves. */
export interface ReadingContext {
  readonly store: ReadingStore;
  /** Whether somebody takes deliveries into this folder. */
  readonly isServed: boolean;
  readonly tunnel: Pick<TunnelService, 'state' | 'adapters'>;
  readonly sessions: Pick<Sessions, 'all'>;
  readonly nowMs: () => number;
  readonly version: string;
  status(): Promise<Status>;
  /** Visible endpoints with their addresses and figures. */
  endpoints(): Promise<Endpoint[]>;
  endpoint(id: number): Endpoint | null;
  captureBase(): string;
  /** Every provider, and the recipes as they are now. */
  providers(): ProviderDirectory | Promise<ProviderDirectory>;
}
