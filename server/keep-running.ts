type Log = (message: string) => void;

/** Who is told of errors that nobody caught; null while no server runs. */
let serverLog: Log | null = null;

/**
 * Keep the server up when something unexpected escapes: log it with its stack and go on. Deliveries are only acknowledged
 * after their commit, so nothing that was promised can be lost by going on. Call it once the server listens: before that there
 * is nothing to keep, and a start that failed must end.
 */
export function keepRunning(log: Log): void {
  const isFirst = serverLog === null;
  serverLog = log;
  if (isFirst)
    onEscaped((error) =>
      serverLog?.(
        `Something unexpected went wrong, and the server goes on. ${error instanceof Error ? error.stack : error}`,
      ),
    );
}

/** Until a server runs, an error that nobody caught is told, and ends the process with 1. */
export function endOnUnexpected(tell: (error: unknown) => void): void {
  onEscaped((error) => {
    if (serverLog !== null) return;
    tell(error);
    process.exit(1);
  });
}

function onEscaped(take: (error: unknown) => void): void {
  process.on('uncaughtException', take);
  process.on('unhandledRejection', take);
}
