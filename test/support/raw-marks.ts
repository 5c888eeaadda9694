import type { Page } from 'playwright-core';

/**
 * Where the page holds a character that hides, steers or turns text round, as a path and the code point: in text nodes, in
 * attributes and in the title, shadow roots too. What stands in fields that the user types into is the user's.
 */
export function rawMarks(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const raw =
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{M}{7}/u;
    const found: string[] = [];
    const path = (element: Element | null): string => {
      const steps: string[] = [];
      for (let one = element; one !== null && steps.length < 5; one = one.parentElement)
        steps.unshift(`${one.localName}${one.className === '' ? '' : `.${String(one.className).split(' ')[0]}`}`);
      return steps.join(' > ');
    };
    const look = (text: string, where: string): void => {
      const at = raw.exec(text);
      if (at !== null)
        found.push(`${where}: U+${at[0].codePointAt(0)?.toString(16)} in ${JSON.stringify(text.slice(0, 60))}`);
    };
    const walk = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (/^(script|style)$/.test(element.localName)) continue;
        for (const { name, value } of element.attributes) {
          if (name !== 'value') look(value, `${path(element)} @${name}`);
        }
        if (element.localName !== 'textarea')
          for (const node of element.childNodes)
            if (node.nodeType === Node.TEXT_NODE) look(node.nodeValue ?? '', path(element));
        if (element.shadowRoot !== null) walk(element.shadowRoot);
      }
    };
    walk(document);
    look(document.title, 'title');
    return found;
  });
}

/** What lies beyond the edge of the window, or makes the whole window scroll. */
export function beyondEdges(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, clientHeight, scrollWidth, scrollHeight } = document.documentElement;
    const found: string[] = [];
    if (scrollWidth > clientWidth || scrollHeight > clientHeight)
      found.push(`the window scrolls: ${scrollWidth} x ${scrollHeight}`);
    const places =
      'nav, main, article, header, [role="grid"], [role="tablist"], [role="tabpanel"], [role="dialog"], [role="menu"], [role="menuitem"], [role="menuitemcheckbox"], [role="option"], [role="tooltip"], button';
    for (const one of document.querySelectorAll(places)) {
      const { left, right, width } = one.getBoundingClientRect();
      // What is within a part that scrolls may lie beyond it; what is hidden from the eye has no width to speak of.
      const scrolls = one.closest('[data-scrolls], table, [class*="view"]') !== null;
      if (width > 2 && !scrolls && (left < -1 || right > clientWidth + 1))
        found.push(
          `${one.localName} ${one.getAttribute('aria-label')?.slice(0, 40) ?? one.className}: ${left} to ${right} of ${clientWidth}`,
        );
    }
    return found;
  });
}
