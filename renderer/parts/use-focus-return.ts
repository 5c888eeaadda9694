import { useState } from 'react';

/**
 * Brings the focus back to where it was before a dialog opened, or to the list where that place is gone (a menu that
 * closed). For Radix's `onCloseAutoFocus`: it only knows triggers of its own. Where the dialog gave way to another one, or to
 * a menu, the focus is theirs; a dialog that it was opened from gets it back.
 */
export function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    const open = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]');
    if (open !== null && !open.contains(opener)) return;
    const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body;
    const place = isThere ? opener : document.querySelector<HTMLElement>('[role="grid"]');
    place?.focus();
  };
}
