import { EditorView } from '@codemirror/view';

/** The editor in our tokens; custom properties reach into the shadow root by inheritance. */
export const editorTheme = EditorView.theme({
  '&': { height: '100%', color: 'var(--n9)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'var(--mono-face)',
    lineHeight: '20px',
    fontVariantLigatures: 'none',
    overflow: 'auto',
  },
  '.cm-content': { padding: '8px 0', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0 20px 0 8px' },
  '.cm-gutters': { backgroundColor: 'transparent', border: 'none', color: 'var(--n7)' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '40px', padding: '0 4px 0 12px' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer' },
  '.cm-foldPlaceholder': { border: 'none', padding: '0 6px', color: 'var(--n8)', backgroundColor: 'var(--n3)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection':
    { backgroundColor: 'light-dark(#cfcbfa, #423d8c) !important' },
  '.cm-selectionMatch': { backgroundColor: 'var(--accent-wash)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--n3)',
    outline: '1px solid var(--n5)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--warning-wash)', outline: '1px solid var(--warning)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--accent-wash)', outline: '1px solid var(--accent)' },
  '.cm-invisible': {
    margin: '0 1px',
    padding: '0 3px',
    borderRadius: '3px',
    fontSize: '10px',
    color: 'var(--bad)',
    backgroundColor: 'var(--bad-wash)',
  },
  '.cm-panels': { color: 'var(--n9)', backgroundColor: 'var(--n1)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--n4)' },
  '.cm-panel.cm-search': { padding: '6px 12px', fontFamily: 'var(--text-face)', fontSize: '12px' },
  '.cm-textfield': {
    padding: '2px 6px',
    border: '1px solid var(--n5)',
    borderRadius: '4px',
    color: 'inherit',
    backgroundColor: 'var(--n0)',
  },
  '.cm-button': {
    padding: '2px 8px',
    border: '1px solid var(--n4)',
    borderRadius: '4px',
    color: 'inherit',
    backgroundImage: 'none',
    backgroundColor: 'var(--n0)',
  },
  '.cm-changedLine': { backgroundColor: 'var(--warning-wash)' },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': {
    background: 'var(--bad-wash)',
    color: 'var(--bad)',
  },
  '&.cm-merge-b .cm-changedText': { background: 'var(--ok-wash)', color: 'var(--ok)' },
  '&.cm-merge-a .cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: 'var(--n2)' },
  '.cm-collapsedLines': { color: 'var(--n7)', background: 'var(--n2)' },
});
