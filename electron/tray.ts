import { Menu, Tray } from 'electron';
import type { ServerState } from './desktop-api.ts';

export interface TrayActions {
  readonly open: () => void;
  readonly copyCaptureUrl: () => void;
  readonly quit: () => void;
}

/** Put the small icon into the system's tray; returns a function that shows a change of the server's state there. */
export function createTray(icon: string, actions: TrayActions): (state: ServerState) => void {
  const tray = new Tray(icon);
  tray.on('click', actions.open);
  return (state) => {
    tray.setToolTip(`Hookglass: ${state.kind}`);
    const items = [
      { label: state.sentence, enabled: false },
      { type: 'separator' as const },
      { label: 'Open Hookglass', click: actions.open },
      { label: "Copy the inbox's address", click: actions.copyCaptureUrl, enabled: state.kind === 'running' },
      { type: 'separator' as const },
      { label: 'Quit', click: actions.quit },
    ];
    // On Linux a tray menu is read once; a change needs a new menu.
    tray.setContextMenu(Menu.buildFromTemplate(items));
  };
}
