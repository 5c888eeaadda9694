import type { IpcMain, WebFrameMain } from 'electron';

/**
 * Listen to messages of the page. A message counts only when it comes from the main frame of our window while our page is
 * in it: `isOurs` tells that of a frame. Everything else is dropped.
 */
export function listenToPage(
  ipc: Pick<IpcMain, 'on'>,
  isOurs: (frame: WebFrameMain) => boolean,
  handlers: Readonly<Record<string, () => void>>,
): void {
  for (const [channel, handle] of Object.entries(handlers)) {
    ipc.on(channel, ({ senderFrame }) => {
      if (senderFrame !== null && isOurs(senderFrame)) handle();
    });
  }
}
