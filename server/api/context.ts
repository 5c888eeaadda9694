import type { ContentstackRegion } from '../contract/contentstack-region.ts';
import type { Feed } from '../feed/feed.ts';
import type { ProviderDirectory } from '../providers/directory.ts';
import type { Replayer } from '../send/replayer.ts';
import type { Store } from '../store/store.ts';
import type { TunnelService } from '../tunnel/service.ts';
import type { FetchLimits } from './fetch-text.ts';
import type { Links } from './links.ts';
import type { ReadingContext } from './reading/context.ts';
import type { RefusedCalls } from './refused-calls.ts';
import type { Sessions } from './sessions.ts';

/** What the resources of the control API work with. */
export interface ApiContext extends ReadingContext {
  readonly store: Store;
  readonly feed: Feed;
  readonly replayer: Replayer;
  readonly tunnel: TunnelService;
  readonly sessions: Sessions & Links;
  readonly refused: RefusedCalls;
  /** Append to the feed log and do `job` in one commit, then tell subscribers. */
  change<T>(job: () => T): Promise<T>;
  /** Endpoints, secrets or limits changed: take them up everywhere. */
  reload(): void;
  providers(): ProviderDirectory;
  /** Scheme and host that publish the public key of a Contentstack region. */
  contentstackBase(region: ContentstackRegion): string;
  /** Where an address that confirms a subscription is really called: itself. */
  confirmationUrl(url: URL): URL;
  readonly fetchLimits: FetchLimits;
}
