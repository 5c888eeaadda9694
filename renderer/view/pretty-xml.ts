import formatXml from 'xml-formatter';

const LARGEST_XML = 2_097_152;

/** Lay out XML on lines; null when it is too large, or no XML. Entities and DTDs are never resolved. */
export function prettyXml(text: string): string | null {
  if (text.length > LARGEST_XML) return null;
  try {
    return formatXml(text, { indentation: '  ', collapseContent: true, lineSeparator: '\n' });
  } catch {
    return null;
  }
}
