import { Problem } from '../../contract/problem.ts';
import type { Handlers } from '../handlers.ts';
import type { ReadingContext } from './context.ts';

/** Endpoints and the names of their secrets. */
export function endpointReaders(context: ReadingContext): Pick<Handlers, 'listEndpoints' | 'listSecrets'> {
  return {
    listEndpoints: () => context.endpoints(),
    listSecrets({ params: { id } }) {
      if (context.endpoint(id) === null) throw new Problem('no-such-endpoint', `endpoint ${id}`);
      return context.store.secrets.ofEndpoint(id);
    },
  };
}
