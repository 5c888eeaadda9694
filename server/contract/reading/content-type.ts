/** A media type with its parameters (RFC 9110, 8.3.1), names in lower case. `type` is empty when there is none. */
export interface MediaType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Read a Content-Type or Content-Disposition value. Never fails: what does not fit is left out. In quotation marks only \" and
 * \\ are escapes: a Windows path in a file name keeps its strokes.
 */
export function parseMediaType(value: string | null | undefined): MediaType {
  const [head = '', ...parts] = splitParameters(value ?? '');
  // A blank or a comma in the place of the semicolon is a common mistake.
  const [, type = '', more = ''] = /^[\s"]*([^\s,"]*)[\s,"]*(.*)$/s.exec(head) ?? [];
  const rest = [more, ...parts];
  const parameters: Record<string, string> = {};
  for (const part of rest) {
    const equals = part.indexOf('=');
    if (equals < 1) continue;
    const name = part.slice(0, equals).trim().toLowerCase();
    const raw = part.slice(equals + 1).trim();
    const unquoted = raw.startsWith('"') ? raw.replace(/^"|"$/g, '').replace(/\\(["\\])/g, '$1') : raw;
    if (!Object.hasOwn(parameters, name)) parameters[name] = unquoted;
  }
  return { type: type.toLowerCase(), parameters };
}

function splitParameters(value: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value[at] as string;
    if (quoted && char === '\\') part += char + (value[++at] ?? '');
    else if (char === ';' && !quoted) {
      parts.push(part);
      part = '';
    } else {
      if (char === '"') quoted = !quoted;
      part += char;
    }
  }
  return [...parts, part];
}
