/** Where menus, popovers and tips are drawn: a landmark of its own above the page. */
export function layers(): HTMLElement | null {
  return document.getElementById('layers');
}
