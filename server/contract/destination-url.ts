/** The port alone, with or without its colon, and what may follow it. */
const PORT = /^:?(\d{1,5})(?=[/?#]|$)/;
/** A host with a port, without a scheme: `localhost:3000/path`, `[::1]:3000`. */
const HOST_AND_PORT = /^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\]):\d{1,5}(?=[/?#]|$)/i;
/** A name of this machine needs no port. */
const LOCAL = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[/?#]|$)/i;

/**
 * A destination as people write it, as a complete URL: `3000`, `:3000/path`, `localhost:3000/path` and `example.com:8080` mean
 * http, a port alone this machine. Anything else is returned as it is, for a parser of URLs to judge.
 */
export function completeDestination(text: string): string {
  const written = text.trim();
  if (PORT.test(written)) return `http://127.0.0.1:${written.replace(/^:/, '')}`;
  return HOST_AND_PORT.test(written) || LOCAL.test(written) ? `http://${written}` : written;
}
