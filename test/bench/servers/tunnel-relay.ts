import { startLocaltunnelServer } from '../../support/localtunnel-server.ts';

/** The server side of localtunnel's protocol in a process of its own, which splices sockets and changes nothing. */
const { url } = await startLocaltunnelServer({ connections: 32 });
console.log(JSON.stringify({ captureUrl: url }));
