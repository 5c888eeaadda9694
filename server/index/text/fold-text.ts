/**
 * Text as it is compared in a search, in the index and beside it alike: any case of letters and any way of writing a letter
 * are one (upper case by Unicode, "Default Case Conversion", which looks at no neighbours; then NFC). What is part of a text
 * stays part of it when both are folded. U+0000 ends no text here, as it would in FTS5.
 */
export const foldText = (text: string): string =>
  text.toWellFormed().replaceAll('\0', '\ufffd').toUpperCase().normalize('NFC');
