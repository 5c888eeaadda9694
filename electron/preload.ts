import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import { CHANNEL, type DesktopApi, type ServerState } from './desktop-api.ts';

const api: DesktopApi = {
  platform: process.platform,
  onServerState(callback) {
    const listener = (_event: IpcRendererEvent, state: ServerState): void => callback(state);
    ipcRenderer.on(CHANNEL.serverState, listener);
    ipcRenderer.send(CHANNEL.watchServer);
    return () => {
      ipcRenderer.off(CHANNEL.serverState, listener);
    };
  },
  revealDataFolder() {
    ipcRenderer.send(CHANNEL.revealDataFolder);
  },
};

contextBridge.exposeInMainWorld('hookglassDesktop', api);
