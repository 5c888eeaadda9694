import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { xml } from '@codemirror/lang-xml';
import { bracketMatching, foldGutter, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { describeInvisible, INVISIBLE_CLASS } from '../view/invisibles.ts';
import { editorTheme } from './code-theme.ts';

export type CodeLanguage = 'json' | 'xml' | 'text';

export interface CodeOptions {
  readonly text: string;
  readonly language: CodeLanguage;
  readonly label: string;
  readonly wrap: boolean;
  /** Called after each change; the editor is read-only without it. */
  readonly onChange?: (text: string) => void;
  readonly lineSeparator?: string;
}

export interface CodeEditor {
  setText(text: string, language: CodeLanguage): void;
  setWrap(wrap: boolean): void;
  destroy(): void;
}

/** Larger texts are not coloured: colours would cost more than they tell. */
const COLOURED_CHARACTERS = 2_000_000;

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: [tags.string, tags.attributeValue], color: 'var(--ok)' },
  { tag: tags.number, color: 'var(--info)' },
  { tag: [tags.bool, tags.null, tags.attributeName], color: 'var(--warning)' },
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--accent)' },
  { tag: [tags.comment, tags.processingInstruction, tags.punctuation], color: 'var(--n7)' },
]);

const languageOf = (language: CodeLanguage, length: number): Extension => {
  if (length > COLOURED_CHARACTERS) return [];
  return language === 'json' ? json() : language === 'xml' ? xml() : [];
};

/** Invisible characters as marks, also those that CodeMirror would let through. */
const specialChars = highlightSpecialChars({
  specialChars: new RegExp(INVISIBLE_CLASS, 'gu'),
  render: (code) => {
    const { label, name } = describeInvisible(code);
    const mark = document.createElement('span');
    mark.className = 'cm-invisible';
    mark.textContent = label.slice(2);
    mark.title = `${label} ${name}`;
    mark.setAttribute('aria-label', `${label} ${name}`);
    return mark;
  },
});

/** Extensions that every editor here shares. */
export function sharedExtensions(label: string, isReadOnly: boolean): readonly Extension[] {
  return [
    specialChars,
    syntaxHighlighting(colours),
    editorTheme,
    bracketMatching(),
    EditorState.readOnly.of(isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-readonly': String(isReadOnly),
      tabindex: '0',
      spellcheck: 'false',
      autocorrect: 'off',
      autocapitalize: 'off',
    }),
  ];
}

/**
 * A code editor inside a shadow root. There CodeMirror puts its styles into adopted style sheets; in the document itself it
 * would add style elements, which the policy (style-src 'self') refuses.
 */
export function createCodeEditor(root: ShadowRoot, options: CodeOptions): CodeEditor {
  const wrapping = new Compartment();
  const language = new Compartment();
  const { onChange } = options;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        lineNumbers(),
        foldGutter(),
        search({ top: true }),
        highlightSelectionMatches(),
        history(),
        keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap]),
        sharedExtensions(options.label, onChange === undefined),
        wrapping.of(options.wrap ? EditorView.lineWrapping : []),
        language.of(languageOf(options.language, options.text.length)),
        options.lineSeparator === undefined ? [] : EditorState.lineSeparator.of(options.lineSeparator),
        onChange === undefined
          ? []
          : EditorView.updateListener.of((update) => {
              if (update.docChanged) onChange(update.state.sliceDoc());
            }),
      ],
    }),
  });
  return {
    setText(text, next) {
      if (view.state.doc.length === text.length && view.state.sliceDoc() === text) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        effects: language.reconfigure(languageOf(next, text.length)),
        selection: { anchor: 0 },
      });
    },
    setWrap(wrap) {
      view.dispatch({ effects: wrapping.reconfigure(wrap ? EditorView.lineWrapping : []) });
    },
    destroy: () => view.destroy(),
  };
}
