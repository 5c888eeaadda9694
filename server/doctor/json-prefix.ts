const MAX_LENGTH = 262_144;

/** What may follow a JSON text that was cut outside a string, before its brackets are closed. */
const OUTSIDE = ['', 'null', ':null', '"":null', '0', 'e', 'ue', 'rue', 'l', 'll', 'ull', 'se', 'lse', 'alse'];
/** The same inside a string: its end, as a value and as a key, after a cut escape too. */
const INSIDE = ['"', '":null', '\\"', '\\":null', 'u0000"', '0"', '00"', '000"', '0000"'];

/**
 * How many brackets are still open at the end of a JSON text that was cut short; 0 when the text is whole, or broken in any
 * other way. Texts above 256 K characters are not looked at.
 */
export function openBrackets(text: string): number {
  if (!/^\s*[{[]/.test(text) || text.length > MAX_LENGTH) return 0;
  const { closers, inString } = endState(text);
  if (closers.length === 0 || (inString && /[\]}]\s*$/.test(text))) return 0;
  const isCut = (inString ? INSIDE : OUTSIDE).some((rest) => isJson(text + rest + closers));
  return isCut ? closers.length : 0;
}

function endState(text: string): { readonly closers: string; readonly inString: boolean } {
  const open: string[] = [];
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') open.push('}');
    else if (char === '[') open.push(']');
    else if (char === '}' || char === ']') open.pop();
  }
  return { closers: open.reverse().join(''), inString };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
