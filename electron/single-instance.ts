import { app } from 'electron';

/**
 * Whether this is the only Hookglass on its data folder (the lock lies in Electron's own folder inside it). When another
 * one is started later, it ends by itself and `onSecond` is called here.
 */
export function claimSingleInstance(onSecond: () => void): boolean {
  const first = app.requestSingleInstanceLock();
  if (first) app.on('second-instance', onSecond);
  return first;
}
