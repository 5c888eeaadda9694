import { app } from 'electron';
import { setUpDataFolder } from './data-folder.ts';
import { setUpDesktop } from './desktop.ts';
import { readFlags } from './flags.ts';
import { claimSingleInstance } from './single-instance.ts';

const flags = readFlags(process.argv.slice(1));
const dataDir = setUpDataFolder(flags.data);
app.enableSandbox();
// After the data folder, because the lock lies in it; before `ready`, because a second instance must not get that far.
if (!claimSingleInstance(() => app.emit('activate'))) app.quit();
// Not awaited at the top level: Electron is ready only once this module has been loaded.
else void app.whenReady().then(() => setUpDesktop({ flags, dataDir }));
