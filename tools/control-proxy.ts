import type { ProxyOptions } from 'vite';

/**
 * Vite's proxy to the control API, for development alone; both arguments are origins. The control gate wants its own Host
 * and Origin, so both are rewritten: the Host always (Vite has checked the one it got), the Origin only when it is the
 * page's own, so that pages of other origins are still refused by the gate.
 */
export function controlProxy(page: string, control: string): ProxyOptions {
  return {
    target: control,
    changeOrigin: true,
    configure: (proxy) => {
      proxy.on('proxyReq', (outgoing, request) => {
        if (request.headers.origin === page) outgoing.setHeader('origin', control);
      });
    },
  };
}
