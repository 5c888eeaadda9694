const DEEPEST_INDENT = 60;

/**
 * Lay out a JSON text on lines without touching a single value: strings, numbers and even mistakes stay as written, so a
 * text that is cut short or not quite JSON is laid out as far as it goes. Stops once `most` characters are written.
 */
export function prettyJson(text: string, most: number = Number.POSITIVE_INFINITY): string {
  const out: string[] = [];
  let depth = 0;
  let at = 0;
  let size = 0;
  let isAfterOdd = false;
  const put = (piece: string): void => {
    out.push(piece);
    size += piece.length;
  };
  const newLine = (): void => put(`\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}`);
  while (at < text.length && size < most) {
    const char = text[at] as string;
    if (char === '"') {
      const end = endOfString(text, at);
      put(text.slice(at, end));
      at = end;
      isAfterOdd = false;
      continue;
    }
    at++;
    if (char === ' ' || char === '\t' || char === '\n' || char === '\r') {
      // Blanks behind what is no JSON may mean something: a line comment ends with its line.
      if (isAfterOdd) put(char);
      continue;
    }
    isAfterOdd = false;
    if (char === '{' || char === '[') {
      const close = nextMark(text, at);
      if (text[close] === (char === '{' ? '}' : ']')) {
        put(char);
        put(text[close] as string);
        at = close + 1;
      } else {
        depth++;
        put(char);
        newLine();
      }
    } else if (char === '}' || char === ']') {
      depth = Math.max(0, depth - 1);
      newLine();
      put(char);
    } else if (char === ',') {
      put(char);
      newLine();
    } else if (char === ':') {
      put(': ');
    } else {
      let end = at;
      while (end < text.length && !/[\s"{}[\],:]/.test(text[end] as string)) end++;
      const word = text.slice(at - 1, end);
      const before = out.at(-1) ?? '';
      put(/^[^\s{}[\],:]+$/.test(before) ? ` ${word}` : word);
      isAfterOdd = !/^(?:true|false|null|-?\d[\d.eE+-]*)$/.test(word);
      at = end;
    }
  }
  return out.join('');
}

/** Where the string that begins at `start` ends, with any mistakes in it; the end of the text when it is not closed. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 34) return at + 1;
  }
  return text.length;
}

function nextMark(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] as string)) at++;
  return at;
}
