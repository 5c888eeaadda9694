/** Stands in place of a result when the signal fired first. */
export const ABORTED: unique symbol = Symbol('aborted');

/**
 * The result of `work`, or `ABORTED` as soon as `signal` fires. No listener stays on the signal, however long it lives.
 * @throws what `work` rejects with, if that comes first
 */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | typeof ABORTED> {
  return new Promise((resolve, reject) => {
    const stop = (): void => resolve(ABORTED);
    const release = (): void => signal.removeEventListener('abort', stop);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(release).catch(reject);
  });
}
