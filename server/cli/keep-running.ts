/**
 * Keep the server up when something unexpected escapes: log it with its stack and go on. Deliveries are only acknowledged
 * after their commit, so nothing that was promised can be lost by going on.
 */
export function keepRunning(log: (message: string) => void): void {
  const tell = (what: string) => (error: unknown) =>
    log(`${what} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.on('uncaughtException', tell('Something unexpected went wrong, and the server goes on.'));
  process.on('unhandledRejection', tell('Something unexpected went wrong, and the server goes on.'));
}
