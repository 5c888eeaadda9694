import type { ApiContext } from '../context.ts';
import type { Handlers } from '../handlers.ts';

type Names = 'openTunnel' | 'closeTunnel' | 'probeTunnel' | 'acceptTunnelUrl';

/** The tunnel. No input of these says where it leads: that is the capture listener, always. */
export function tunnelHandlers({ tunnel }: ApiContext): Pick<Handlers, Names> {
  return {
    openTunnel: ({ body }) => tunnel.open({ ...body, adapter: body.adapter ?? 'localtunnel' }),
    closeTunnel: () => tunnel.close(),
    probeTunnel: () => tunnel.probe(),
    acceptTunnelUrl: () => tunnel.acceptUrl(),
  };
}
