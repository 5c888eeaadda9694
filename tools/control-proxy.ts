import type { ProxyOptions } from 'vite';

/**
 * Vite's proxy to the control API, for development alone. The control gate wants its own Host and Origin, so both are
 * rewritten: the Host always (Vite has checked the one it got), the Origin only when it is the page's own, so that pages of
 * other origins are still refused by the gate.
 */
export function controlProxy(page: { readonly origin: string; control: string }): ProxyOptions {
  return {
    target: page.control,
    changeOrigin: true,
    // The control address is known once the server has started, and may change with a restart.
    bypass: (_request, _response, options) => {
      options.target = page.control;
    },
    configure: (proxy) => {
      proxy.on('proxyReq', (outgoing, request) => {
        if (request.headers.origin === page.origin) outgoing.setHeader('origin', page.control);
      });
    },
  };
}
