/** A command that sends something to an endpoint, to paste into a POSIX shell. */
export function trialCommand(url: string): string {
  return `curl -H 'Content-Type: application/json' --data-binary '{"hello":"world"}' '${url.replaceAll("'", "'\\''")}'`;
}
