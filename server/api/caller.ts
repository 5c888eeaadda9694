/** Who a call comes from, once the gate has let it in. */
export interface Caller {
  /** The session of a browser; null for the command line, and where no token was asked for. */
  readonly sessionId: number | null;
  /** Aborts when the session is ended, so that what is still being answered ends too. */
  readonly ended: AbortSignal;
  /** Whether the token is still good; counts as a use of the session. */
  stillOpen(): boolean;
}

/** A caller that has no session to end. */
export const NO_SESSION: Caller = { sessionId: null, ended: new AbortController().signal, stillOpen: () => true };
