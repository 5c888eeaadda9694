/** The part of localtunnel 2.0.2 that is used here (its `lib/Tunnel.js`); the package brings no types. */
declare module 'localtunnel/lib/Tunnel.js' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';

  interface TunnelEvents {
    url: [url: string];
    error: [error: Error];
    close: [];
  }
  export default class Tunnel extends EventEmitter<TunnelEvents> {
    constructor(options: { readonly port: number; readonly host: string });
    readonly tunnelCluster: EventEmitter<{ open: [socket: Socket]; dead: [] }>;
    _init: (done: (error: Error | null, info?: object) => void) => void;
    _getInfo(answer: object): object;
    open(done: (error?: Error) => void): void;
    close(): void;
  }
}
