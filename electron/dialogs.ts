import { dialog, shell } from 'electron';

/** Ask before a link leaves for the system's browser; the whole address is shown. */
export async function askToOpen(link: URL): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${link.host} in your browser?`,
    detail: link.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(link.href);
}

/** Tell that the server cannot run, with a way to try again. */
export async function tellFailure(
  sentence: string,
  { retry, quit }: { readonly retry: () => void; readonly quit: () => void },
): Promise<void> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Hookglass is not running',
    detail: sentence,
    buttons: ['Try again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  });
  if (response === 0) retry();
  else quit();
}
