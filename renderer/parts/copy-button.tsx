import { Check, Copy, X } from 'lucide-react';
import { plain } from '../view/sentences.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { type CopyState, useCopy } from './use-copy.ts';

const ICONS: Readonly<Record<CopyState, typeof Copy>> = { idle: Copy, copied: Check, failed: X };

/** Copies a text. `label` says what; with `word` the button carries it, otherwise only an icon. */
export function CopyButton({
  label,
  text,
  word,
}: {
  readonly label: string;
  readonly text: string | (() => string);
  readonly word?: string;
}) {
  const [state, copy] = useCopy();
  const Icon = ICONS[state];
  const run = (): void => copy(typeof text === 'string' ? text : text());
  const said = state === 'copied' ? 'Copied' : state === 'failed' ? 'The browser did not allow it' : label;
  if (word === undefined) {
    return (
      <IconButton label={said} onClick={run}>
        <Icon />
      </IconButton>
    );
  }
  return (
    <Button size="small" icon={<Icon />} onClick={run} aria-label={plain(label)}>
      {state === 'copied' ? 'Copied' : word}
    </Button>
  );
}
