import { Problem } from './contract/problem.ts';

/** A port from the command line; null when the flag is absent. Throws `wrong-use`, naming the flag. */
export function toPort(flag: string, value: string | boolean | undefined): number | null {
  if (value === undefined) return null;
  const port = Number(value);
  if (typeof value !== 'string' || !/^\d{1,5}$/.test(value) || port > 65_535)
    throw new Problem('wrong-use', `${flag} takes a port from 0 to 65535`);
  return port;
}
