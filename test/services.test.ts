import { expect, test } from 'vitest';
import { createServices, type Service, Stopped } from '../server/services.ts';
import { handClock } from './support/hand-clock.ts';

/** Services that note what is done with them; `odd` replaces some of what they do. */
function listOf(names: readonly string[], odd: Readonly<Record<string, Partial<Service>>> = {}) {
  const done: string[] = [];
  const logged: string[] = [];
  const clock = handClock();
  const list = names.map(
    (name): Service => ({
      name,
      async start() {
        done.push(`start ${name}`);
        await odd[name]?.start?.();
      },
      async stop() {
        done.push(`stop ${name}`);
        await odd[name]?.stop?.();
      },
    }),
  );
  const services = createServices(list, { clock, logError: (message) => logged.push(message) });
  return { services, clock, done, logged };
}
const never = (): Promise<void> => new Promise(() => undefined);

test('services start in order and stop backwards', async () => {
  const { services, done, logged } = listOf(['a', 'b', 'c']);
  await services.start();
  await services.stop();
  expect(done).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  expect(logged).toEqual([]);
});

test('a stop that throws is logged, and the next one goes on', async () => {
  const { services, done, logged } = listOf(['a', 'b', 'c'], { b: { stop: () => Promise.reject(new Error('odd')) } });
  await services.start();
  await services.stop();
  expect(done.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
  expect(logged).toEqual(['The service "b" could not be ended.']);
});

test('a stop that hangs is logged at its deadline, and the next one goes on', async () => {
  const { services, clock, done, logged } = listOf(['a', 'b', 'c'], { b: { stop: never } });
  await services.start();
  const stopped = services.stop();
  await clock.pass(9_999);
  expect(done.at(-1)).toBe('stop b');
  await clock.pass(1);
  await stopped;
  expect(done.at(-1)).toBe('stop a');
  expect(logged).toEqual(['The service "b" did not come to its end in time.']);
});

test('what is asked to stop twice at once stops once', async () => {
  const { services, done } = listOf(['a']);
  await services.start();
  const first = services.stop();
  expect(services.stop()).toBe(first);
  await first;
  expect(done).toEqual(['start a', 'stop a']);
});

test('a stop during the start waits for the step that runs, starts no other, and stops all', async () => {
  const { promise: step, resolve } = Promise.withResolvers<void>();
  const { services, done } = listOf(['a', 'b'], { a: { start: () => step } });
  const started = services.start();
  const stopped = services.stop();
  resolve();
  await expect(started).rejects.toThrow(Stopped);
  await stopped;
  expect(done).toEqual(['start a', 'stop b', 'stop a']);
});

test('a start that never ends does not keep the stop for ever', async () => {
  const { services, clock, done, logged } = listOf(['a', 'b'], { a: { start: never } });
  void services.start();
  const stopped = services.stop();
  await clock.pass(10_000);
  await stopped;
  expect(done.slice(1)).toEqual(['stop b', 'stop a']);
  expect(logged).toEqual(['The start did not come to its end in time.']);
});
