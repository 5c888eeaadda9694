/** What of the Trusted Types API is used (W3C, Trusted Types, 2.3). */
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (url: string) => string }): unknown;
}

/**
 * The page's policy asks for trusted types wherever text could become script. One such place is used: the worker for bodies is
 * started by its address. This allows that address, by where the build puts it, and nothing else; HTML from text stays refused.
 */
export function trustOwnWorker({
  trustedTypes,
  location,
}: {
  readonly trustedTypes?: TrustedTypes;
  readonly location: Pick<Location, 'href' | 'origin'>;
}): void {
  trustedTypes?.createPolicy('default', {
    createScriptURL(url) {
      const { origin, pathname } = new URL(url, location.href);
      if (origin === location.origin && /^\/assets\/body-worker-[\w-]+\.js$/.test(pathname)) return url;
      throw new TypeError('This address is no script of the page.');
    },
  });
}
