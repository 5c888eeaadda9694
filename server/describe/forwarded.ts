import { isIP } from 'node:net';
import { type HeaderLine, headerValues } from '../contract/header.ts';

const FORWARDED = /^(?:x-forwarded-[a-z-]+|x-real-ip|forwarded|cf-connecting-ip|true-client-ip)$/;

/** Whether a header line of this name is one that proxies write about the way of a request. */
export const isForwarded = (name: string): boolean => FORWARDED.test(name.toLowerCase());

/**
 * The entries of all X-Forwarded-For lines in order, ports and brackets removed: the first is the sender as the first proxy, or
 * the sender itself, told it; each proxy adds the peer that it saw at the end.
 */
export function forwardedFor(headers: readonly HeaderLine[]): readonly string[] {
  return headerValues(headers, 'x-forwarded-for')
    .flatMap((value) => value.split(','))
    .map((entry) => bareAddress(entry.trim()))
    .filter((entry) => entry !== '');
}

/** `203.0.113.9:4711`, `[2001:db8::1]:4711` and `[2001:db8::1]` without port and brackets. */
function bareAddress(entry: string): string {
  if (isIP(entry) !== 0) return entry;
  const inside = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([^:]*):\d+$/.exec(entry)?.[1];
  return inside ?? entry;
}
