import { escapeJsonLines, escapeLines } from '../contract/invisible.ts';

/** Where a command line is run: stdout takes text and exact bytes, stderr a message for people at a time. */
export interface Output {
  readonly out: (text: string | Uint8Array) => void;
  readonly say: (text: string) => void;
  /** Whether somebody sees stdout: it is a terminal and no pipe or file. */
  readonly isTerminal?: boolean;
}

/**
 * The one way out for everything that is printed: text of commands, of errors and of the server's log loses what could steer a
 * terminal. With `json` a parser still reads the same values. Bytes pass unchanged, except to a terminal: there they are shown as
 * text, unless `exact` asks for them.
 */
export function safeOutput(
  { out, say, isTerminal = false }: Output,
  { json, exact }: { readonly json: boolean; readonly exact: boolean },
): Pick<Output, 'out' | 'say'> {
  const safeSay = (text: string): void => say(escapeLines(text));
  const show = (bytes: Uint8Array): void => {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).replaceAll('\r\n', '\n');
    const shown = escapeLines(text);
    out(shown.endsWith('\n') ? shown : `${shown}\n`);
    if (shown !== text || text.includes('\ufffd'))
      safeSay('Not every byte can be shown. A pipe or a file gets them all; --exact sends them to the terminal.');
  };
  return {
    say: safeSay,
    out(given) {
      if (typeof given === 'string') out(json ? escapeJsonLines(given) : escapeLines(given));
      else if (isTerminal && !exact) show(given);
      else out(given);
    },
  };
}
