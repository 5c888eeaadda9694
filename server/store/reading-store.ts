import type { Operations, ReadOperation } from '../index/protocol.ts';
import type { Store } from './store.ts';

/** What is read of a data folder: of the store of a running server, or of a folder at rest. */
export interface ReadingStore {
  readonly dataDir: string;
  readonly health: Pick<Store['health'], 'get'>;
  readonly writer: Pick<Store['writer'], 'lastId'>;
  readonly reader: Pick<Store['reader'], 'judging' | 'pendingDescriptions' | 'pendingSearch'> & {
    call<O extends ReadOperation>(operation: O, argument: Operations[O]['argument']): Promise<Operations[O]['result']>;
  };
  readonly vault: Pick<Store['vault'], 'storage'>;
  readonly settings: Pick<Store['settings'], 'settings' | 'pruned' | 'knownUrl'>;
  readonly endpoints: Pick<Store['endpoints'], 'all' | 'get'>;
  readonly secrets: Pick<Store['secrets'], 'ofEndpoint'>;
  readonly recipes: Pick<Store['recipes'], 'all'>;
  readonly destinations: Pick<Store['destinations'], 'all'>;
  readonly attempts: Pick<Store['attempts'], 'ofDelivery' | 'answerBody'>;
  readonly gaps: Pick<Store['gaps'], 'between'>;
  readonly openings: Pick<Store['openings'], 'between'>;
  readonly feedLog: Pick<Store['feedLog'], 'lastSeq'>;
  readonly searches: Pick<Store['searches'], 'all'>;
  readonly allowedHosts: Pick<Store['allowedHosts'], 'all'>;
  readonly sessions: Pick<Store['sessions'], 'all'>;
  sizeBytes(): number;
}
