import { Copy, Download, FileText } from 'lucide-react';
import { type Command, NONE, ONE } from '../../hooks/command.ts';
import type { DetailTab } from '../../state/preferences.ts';

export const copyCurl: Command = {
  id: 'copy-curl',
  name: 'Copy as cURL',
  key: 'C',
  icon: Copy,
  group: 'Delivery',
  menu: 'take',
  needsServer: true,
  ...ONE,
  run: ({ actions, first }) => void actions.copyAs(first, 'curl'),
};

/** Opens the menu of the detail that the other three are in. */
export const openExports: Command = {
  id: 'export',
  name: 'Export…',
  key: 'X',
  icon: null,
  group: 'Delivery',
  needsServer: true,
  ...ONE,
  run() {
    // Menus open from pointer and keys, not from `click()`.
    const button = document.querySelector<HTMLElement>('[data-export-menu]');
    button?.focus();
    button?.click();
  },
};

export const copyHttp: Command = {
  id: 'copy-http',
  name: 'Copy as raw HTTP',
  key: null,
  icon: FileText,
  group: 'Delivery',
  menu: 'take',
  needsServer: true,
  ...ONE,
  run: ({ actions, first }) => void actions.copyAs(first, 'http'),
};

export const downloadBody: Command = {
  id: 'download-body',
  name: 'Download body',
  key: null,
  icon: Download,
  group: 'Delivery',
  menu: 'take',
  needsServer: true,
  ...ONE,
  run: ({ actions, first }) => void actions.download(first, `delivery-${first}.body`),
};

const showTab = (tab: DetailTab, name: string, key: string): Command => ({
  id: `tab-${tab}`,
  name,
  key,
  icon: null,
  group: 'Go',
  needsServer: false,
  ...NONE,
  run: ({ app }) => app.preferences.update((now) => ({ ...now, tab })),
});

/** One for each tab, in their order. */
export const SHOW_TAB: readonly Command[] = [
  showTab('overview', 'Overview', '1'),
  showTab('headers', 'Headers', '2'),
  showTab('body', 'Body', '3'),
  showTab('signature', 'Signature', '4'),
  showTab('sends', 'Sends', '5'),
  showTab('notes', 'Notes', '6'),
];
