import type { WebContents } from 'electron';

/**
 * Keep a page where it is: no navigation, redirect, frame, pop-up or webview, whatever its content tries; it may load itself
 * again. A link that asks for a new window is handed to `openLink` when it is plain https; everything else is dropped.
 */
export function denyNavigation(contents: WebContents, openLink: (link: URL) => void): void {
  contents.on('will-navigate', (event) => {
    if (withoutFragment(event.url) !== withoutFragment(contents.getURL())) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = externalLink(url);
    if (link !== null) openLink(link);
    return { action: 'deny' };
  });
}

function withoutFragment(url: string): string {
  return url.replace(/#.*/s, '');
}

/** A link that may be offered to the system's browser: https on a host name, with no credentials. Otherwise null. */
export function externalLink(url: string): URL | null {
  const link = URL.canParse(url) ? new URL(url) : null;
  if (link?.protocol !== 'https:' || link.username !== '' || link.password !== '') return null;
  return link;
}
