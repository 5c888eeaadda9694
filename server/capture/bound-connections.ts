import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { HEADER_CAP_BYTES } from './take.ts';

/** While no more than these are open, each may send header lines up to twice the cap, so that what is over it leaves a row. */
const ROOMY = 64;
const ROOMY_HEAD_BYTES = 2 * HEADER_CAP_BYTES;
/** What all others may send: as much as nginx gives to everyone ("large_client_header_buffers"). */
const OTHER_HEAD_BYTES = 8_192;

/**
 * No more than `most` connections are held, whichever door they come by; others are closed unread and told to `onDropped`. A head that is
 * not whole yet lies in the parser and costs up to seven times its bytes where its lines are short, which no room can count. So only the
 * first connections may send long ones. Node reads `maxHeaderSize` when it takes a connection (lib/_http_server.js), hence in front of it.
 */
export function boundConnections(server: Server, most: number, onDropped: () => void): void {
  let open = 0;
  server.prependListener('connection', (socket: Socket) => {
    open++;
    socket.once('close', () => open--);
    Object.assign(server, { maxHeaderSize: open > ROOMY ? OTHER_HEAD_BYTES : ROOMY_HEAD_BYTES });
    if (open <= most) return;
    onDropped();
    socket.destroy();
  });
}
