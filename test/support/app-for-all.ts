import { afterAll, beforeAll } from 'vitest';
import { type TestApp, withApp } from './app.ts';

/** One app for all tests of a file, after `prepare`; it can be had once they run. */
export function appForAll(prepare: (app: TestApp) => Promise<void> = async () => undefined): () => TestApp {
  let app: TestApp | undefined;
  let running: Promise<void>;
  const over = Promise.withResolvers<void>();
  beforeAll(async () => {
    const started = Promise.withResolvers<void>();
    running = withApp(async (one) => {
      await prepare(one);
      app = one;
      started.resolve();
      await over.promise;
    });
    await Promise.race([started.promise, running]);
  });
  afterAll(async () => {
    over.resolve();
    await running;
  });
  return () => {
    if (app === undefined) throw new Error('No app has been started yet.');
    return app;
  };
}
