import type { ADDRESSES } from '../../contract/addresses.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

type Addresses = typeof ADDRESSES;
/** A route that changes nothing that is stored. */
export type ReadingName = {
  [N in keyof Addresses]: Addresses[N] extends { readonly reads: true } ? N : never;
}[keyof Addresses];

const deliveries = async () => (await import('./deliveries.ts')).deliveryReaders;
const endpoints = async () => (await import('./endpoints.ts')).endpointReaders;
const exports = async () => (await import('./exports.ts')).exportReaders;
const sending = async () => (await import('./sending.ts')).sendingReaders;
const service = async () => (await import('./service.ts')).serviceReaders;
const tunnel = async () => (await import('./tunnel.ts')).tunnelReaders;
const verification = async () => (await import('./verification.ts')).verificationReaders;

/** Where the handler of each route is, loaded for that route alone. */
const READERS: {
  readonly [N in ReadingName]: () => Promise<(context: ReadingContext) => Pick<Handlers, N>>;
} = {
  listDeliveries: deliveries,
  getDelivery: deliveries,
  getBody: deliveries,
  exportDelivery: exports,
  getVerification: verification,
  trySecret: verification,
  verifyRequest: verification,
  verifyVectors: verification,
  listEndpoints: endpoints,
  listSecrets: endpoints,
  listAttempts: sending,
  getAttemptBody: sending,
  listDestinations: sending,
  listAllowedHosts: sending,
  listRecipes: sending,
  tunnelStatus: tunnel,
  listGaps: tunnel,
  listOpenings: tunnel,
  openapi: service,
  status: service,
  getSettings: service,
  listProviders: service,
  listSearches: service,
  listSessions: service,
};

/** The handler of a route that only reads: the one that the running server has as well. */
export async function readerOf<N extends ReadingName>(name: N, context: ReadingContext): Promise<Handlers[N]> {
  const create = await READERS[name]();
  return create(context)[name];
}
