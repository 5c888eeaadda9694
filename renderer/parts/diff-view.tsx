import { MergeView } from '@codemirror/merge';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { sharedExtensions } from './code-editor.ts';
import styles from './diff-view.module.css';

/** Lines are wrapped: two halves of a dialog are narrow, and they do not scroll sidewards. */
const SIDE = [lineNumbers(), EditorView.lineWrapping];

/** Two texts side by side with their differences marked; long equal stretches are folded. */
export function DiffView({
  older,
  newer,
  label,
}: {
  readonly older: string;
  readonly newer: string;
  readonly label: string;
}) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    const view = new MergeView({
      a: { doc: older, extensions: [SIDE, sharedExtensions(`${label}, older`, true)] },
      b: { doc: newer, extensions: [SIDE, sharedExtensions(`${label}, newer`, true)] },
      root,
      parent: root,
      gutter: true,
      highlightChanges: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
      diffConfig: { scanLimit: 2_000, timeout: 1_000 },
    });
    return () => view.destroy();
  }, [older, newer, label]);
  return <div ref={host} className={styles['host']} />;
}
