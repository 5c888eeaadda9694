import type { Clock } from '../contract/clock.ts';
import { type Adapter, type Opened, OpenFailure, type OpenRequest } from './opener.ts';
import { ABORTED, orAborted } from './or-aborted.ts';

/** Time that an adapter gets beyond its own deadline to say in its own words what went wrong. */
const LAST_WORDS_MS = 2_000;

/**
 * One try to open, with a deadline of our own: some clients never reject (localtunnel retries each second for ever). An opening
 * that was given up is closed should it still come about. Never rejects.
 */
export async function tryOpen(
  { clock }: { readonly clock: Clock },
  adapter: Adapter,
  request: OpenRequest,
  signal: AbortSignal,
): Promise<Opened | OpenFailure | typeof ABORTED> {
  const giveUp = new AbortController();
  const stop = (): void => giveUp.abort();
  const cancel = clock.after(request.timeoutMs + LAST_WORDS_MS, stop);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const opening = adapter.open(request, giveUp.signal);
    const result = await orAborted(opening, giveUp.signal);
    if (result !== ABORTED) return result;
    opening.then((late) => late.close()).catch(() => undefined);
    if (signal.aborted) return ABORTED;
    return new OpenFailure(`${adapter.name} gave no answer within ${Math.round(request.timeoutMs / 1_000)} seconds.`);
  } catch (error) {
    if (signal.aborted) return ABORTED;
    return error instanceof OpenFailure ? error : new OpenFailure(`${adapter.name} could not be opened: ${error}.`);
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
  }
}
