import type { Provider } from '../providers/provider.ts';
import type { Db } from '../truth/open-database.ts';
import type { CredentialBook } from './credentials.ts';

/** Returns the provider that an endpoint was given; null where it has none, or a recipe that is gone. */
export function createSetProviders(truth: Db, book: Pick<CredentialBook, 'providers'>) {
  const given = truth.prepare<[number], string | null>('SELECT provider FROM endpoint WHERE id = ?').pluck();
  return (endpointId: number): Provider | null => {
    const id = given.get(endpointId) as string | null | undefined;
    return id == null ? null : (book.providers.find(id) ?? null);
  };
}
