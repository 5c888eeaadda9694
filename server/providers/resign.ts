import type { Request } from '../contract/request.ts';
import type { Signed } from './provider.ts';

/**
 * A request with the signature that a provider's `sign` made for it. Lines of the signature replace those of the same name, in
 * whatever case, and come last; a few schemes put it into the query or the body instead.
 */
export function resign<T extends Pick<Request, 'target' | 'headers' | 'body'>>(request: T, signed: Signed): T {
  const { headers, target = request.target, body = request.body } = signed;
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const kept = request.headers.filter(([name]) => !names.has(name.toLowerCase()));
  return { ...request, target, body, headers: [...kept, ...headers] };
}
