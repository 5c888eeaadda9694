import { ROUTES, type Route, type RouteName } from '../contract/routes.ts';
import { compileCheck } from './compile-check.ts';

interface Input {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Throws Problem `bad-request` where an input does not fit its route, with the same words as the server. */
export function checkInput(name: RouteName, { params = {}, query = {}, body }: Input): void {
  const { params: ofPath, query: ofQuery, body: ofBody }: Route = ROUTES[name];
  const parts = [
    [ofPath, params],
    [body === undefined ? undefined : ofBody, body],
    [ofQuery, query],
  ] as const;
  for (const [schema, value] of parts) {
    const checked = schema === undefined ? null : compileCheck(schema, false)(value);
    if (checked !== null && 'error' in checked) throw checked.error;
  }
}
