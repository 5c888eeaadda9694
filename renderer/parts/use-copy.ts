import { useEffect, useRef, useState } from 'react';

/** Put a text on the clipboard; false where the browser does not allow it. */
export async function copyToClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export type CopyState = 'idle' | 'copied' | 'failed';

/** A copy action with a state that shows what came of it for a moment. */
export function useCopy(): [state: CopyState, copy: (text: string) => void] {
  const [state, setState] = useState<CopyState>('idle');
  const clock = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(clock.current), []);
  const copy = (text: string): void => {
    void copyToClipboard(text).then((done) => {
      setState(done ? 'copied' : 'failed');
      clearTimeout(clock.current);
      clock.current = setTimeout(() => setState('idle'), 1_600);
    });
  };
  return [state, copy];
}
