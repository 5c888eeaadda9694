/**
 * End when npm does. npm runs a script in a shell, and that shell dies of a signal without handing it on: `kill` of `npm start`
 * would leave the server behind, with its ports and its data folder. A changed parent tells that this has happened; the
 * process then gets the SIGTERM that was meant for it. Nothing happens outside npm and on Windows.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
