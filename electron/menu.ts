import type { MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly revealDataFolder: () => void;
  readonly copyCaptureUrl: () => void;
}

/** The application menu. Single letters are left to the page, which uses them for its own actions. */
export function menuTemplate(platform: NodeJS.Platform, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: "Copy the inbox's address", accelerator: 'CmdOrCtrl+Shift+C', click: actions.copyCaptureUrl },
        { label: 'Show the data folder', click: actions.revealDataFolder },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
