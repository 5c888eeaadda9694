import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressKind, kindOfAddress } from '../send/address.ts';

/**
 * How far an address may lead that somebody else named. `kinds`: the kinds of place; `any` is for what the user typed.
 * `refusedPorts`: ports of Hookglass's own, to which nothing on this machine may be led.
 */
export interface Reach {
  readonly kinds: readonly AddressKind[] | 'any';
  readonly refusedPorts: readonly number[];
}

/** For addresses that the user typed. */
export const ANYWHERE: Reach = { kinds: 'any', refusedPorts: [] };

/** Places that a server's own name may resolve to: a name of the internet that leads to metadata or link-local is an attack. */
export const SERVER_KINDS: readonly AddressKind[] = ['public', 'private', 'this-machine'];

/** The code of errors that say why a place may not be connected to. */
export const OUT_OF_REACH = 'ERR_OUT_OF_REACH';

/** Why `address`, in text, may not be connected to at `port`; null when it may. */
export function outOfReach(address: string, port: number, { kinds, refusedPorts }: Reach): string | null {
  const kind = kindOfAddress(address);
  if (kind === null || kind === 'this-machine') {
    if (refusedPorts.includes(port)) return `port ${port} of this machine is Hookglass's own`;
  }
  if (kinds === 'any' || (kind !== null && kinds.includes(kind))) return null;
  return `${address} is ${kind === 'this-machine' ? 'this machine' : `no public address (${kind ?? 'unknown'})`}`;
}

/** Why the host of `url` cannot be connected to, where it is an IP address; names are judged by `lookupWithin` when they are resolved. */
export function literalOutOfReach(url: URL, reach: Reach): string | null {
  return kindOfAddress(url.hostname) === null ? null : outOfReach(url.hostname, portOf(url), reach);
}

/**
 * The system's look-up of a name for a connection to `port`, less the addresses out of reach: judged at each connection, so that a
 * name that resolves otherwise the second time gains nothing. Names below `localhost` are this machine (RFC 6761, 6.3).
 */
export function lookupWithin(port: number, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    const refuse = (error: NodeJS.ErrnoException): void => callback(error, options.all === true ? [] : '', 0);
    const answer = (found: readonly LookupAddress[]): void => {
      const allowed = found.filter(({ address }) => outOfReach(address, port, reach) === null);
      const [first] = allowed;
      if (first === undefined) refuse(Object.assign(new Error(whyNone(found, port, reach)), { code: OUT_OF_REACH }));
      else if (options.all === true) callback(null, [...allowed]);
      else callback(null, first.address, first.family);
    };
    if (/(?:^|\.)localhost\.?$/i.test(hostname)) answer([{ address: '127.0.0.1', family: 4 }]);
    else {
      systemLookup(hostname, { family: options.family ?? 0, all: true }, (error, found) =>
        error === null ? answer(found) : refuse(error),
      );
    }
  };
}

const whyNone = ([first]: readonly LookupAddress[], port: number, reach: Reach): string =>
  (first === undefined ? null : outOfReach(first.address, port, reach)) ?? 'it has no address';

/** The port that a URL leads to. */
export const portOf = (url: URL): number => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
