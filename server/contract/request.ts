import type { HeaderLine } from './header.ts';

/** The head of a request: its first line and header lines, one character per byte. `target` is verbatim (RFC 9112, 3.2). */
export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** '1.1' or '1.0'; empty for a malformed request. */
  readonly httpVersion: string;
  readonly headers: readonly HeaderLine[];
}

/** One HTTP/1.x request: what is captured, sent on, written to a file and read from one. */
export interface Request extends RequestHead {
  /** Lines that followed a chunked body. */
  readonly trailers: readonly HeaderLine[];
  readonly body: Uint8Array;
}

/**
 * Everything that providers and the doctor may look at. Pure data: the request as received and the moment of arrival.
 * `publicUrl` is absolute and keeps the target's path and query verbatim.
 */
export interface CapturedRequest extends Request {
  readonly publicUrl: string;
  readonly arrivedAtMs: number;
  /** Bytes that followed the body on its connection and were no request, as far as they are kept. */
  readonly surplus?: Uint8Array;
}
