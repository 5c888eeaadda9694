import { useEffect } from 'react';
import { useRunCommand } from '../hooks/use-run-command.ts';
import { commandFor } from './commands.ts';
import { palette } from './window-commands.ts';

/** Runs commands from keys, wherever the focus is, except where text is written or a dialog or menu is open. */
export function useKeyboard(): void {
  const run = useRunCommand();
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const target = event.composedPath()[0];
      const command = commandFor(event, isTyping(target) ? 'typing' : 'page');
      if (command === null) return;
      if (
        command !== palette &&
        document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
      )
        return;
      event.preventDefault();
      run(command);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [run]);
}

/** Read-only editors hold text to look at, not to write: keys act there as on the page. */
function isTyping(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return target.getAttribute('aria-readonly') !== 'true';
  return target.matches('input:not([type="checkbox"]), textarea, select');
}
