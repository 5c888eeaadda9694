import { VisibleText } from './visible-text.tsx';

/** A sentence of ours in which `code` stands between backticks. */
export function CodedText({ text }: { readonly text: string }) {
  return text.split('`').map((piece, at) =>
    at % 2 === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
      <VisibleText key={at} text={piece} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never move
      <code key={at}>
        <VisibleText text={piece} />
      </code>
    ),
  );
}
