import { useEffect, useRef } from 'react';
import { type CodeEditor, type CodeLanguage, createCodeEditor } from './code-editor.ts';
import styles from './code-view.module.css';

export interface CodeViewProps {
  readonly text: string;
  readonly language: CodeLanguage;
  readonly label: string;
  readonly wrap: boolean;
  /** Makes it an editor; `text` is then only its beginning. */
  readonly onChange?: (text: string) => void;
  readonly lineSeparator?: string;
}

/** A text with line numbers, search and colours. */
export function CodeView({ text, language, label, wrap, onChange, lineSeparator }: CodeViewProps) {
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const isEditable = onChange !== undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: text and wrap are brought in by the effects below
  useEffect(() => {
    if (host.current === null) return;
    const root = host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' });
    editor.current = createCodeEditor(root, {
      text,
      language,
      label,
      wrap,
      ...(isEditable ? { onChange: (next: string) => change.current?.(next) } : {}),
      ...(lineSeparator === undefined ? {} : { lineSeparator }),
    });
    return () => editor.current?.destroy();
  }, [label, isEditable, lineSeparator]);

  useEffect(() => {
    if (!isEditable) editor.current?.setText(text, language);
  }, [text, language, isEditable]);
  useEffect(() => editor.current?.setWrap(wrap), [wrap]);

  return <div ref={host} className={styles['host']} />;
}
