import type { Session } from 'electron';

/**
 * Deny every permission a page can ask for, but for writing text to the clipboard: the copy buttons need it. `isOurs` tells
 * whether an origin is the page's own.
 */
export function denyPermissions(session: Session, isOurs: (url: string) => boolean): void {
  const allowed = (permission: string, url: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOurs(url);
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) =>
    answer(allowed(permission, requestingUrl)),
  );
  session.setDevicePermissionHandler(() => false);
}
