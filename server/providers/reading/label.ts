import { hasMembers } from './exact-json.ts';

const TITLE_LENGTH = 80;

/** What an event is about, for people: `entry blt123 "Home"`; null when neither id nor title is known. */
export function label(kind: string, id: string | undefined, title: string | undefined): string | null {
  if (id === undefined && title === undefined) return null;
  const short = title !== undefined && title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH)}…` : title;
  return [kind, id, short === undefined ? undefined : `"${short}"`].filter((part) => part !== undefined).join(' ');
}

/** The first of `names` that holds a text, or an object of texts by locale (whose first is taken). */
export function titleIn(fields: unknown, names: readonly string[]): string | undefined {
  if (typeof fields !== 'object' || fields === null) return undefined;
  const byName = fields as Readonly<Record<string, unknown>>;
  for (const name of names) {
    const value = Object.hasOwn(byName, name) ? byName[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
    if (hasMembers(value)) {
      const first = Object.values(value).find((text) => typeof text === 'string' && text !== '');
      if (typeof first === 'string') return first;
    }
  }
  return undefined;
}
