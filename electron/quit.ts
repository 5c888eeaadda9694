import { app } from 'electron';

/**
 * Let the server close before the app ends, whichever way the end came: menu, last window, SIGINT or SIGTERM. Closing
 * the window ends the app (on macOS it is hidden instead), so that nothing stays reachable unseen.
 */
export function quitInOrder(stopServer: () => Promise<void>): void {
  let serverStopped = false;
  app.on('will-quit', (event) => {
    if (serverStopped) return;
    event.preventDefault();
    void stopServer().then(() => {
      serverStopped = true;
      app.quit();
    });
  });
  app.on('window-all-closed', () => app.quit());
}
