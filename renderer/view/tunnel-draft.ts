import type { AdapterId, TunnelOptions } from '../../server/contract/tunnel.ts';
import { ADAPTER_ORDER, ADAPTERS, type AdapterField, FALLBACKS } from './tunnel-adapters.ts';

type Typed = Readonly<Partial<Record<AdapterField['option'], string>>>;

/** How the tunnel is to be opened, as it stands in the form: what was typed is kept for each adapter apart. */
export interface TunnelDraft {
  readonly adapter: AdapterId;
  readonly typed: Readonly<Partial<Record<AdapterId, Typed>>>;
  readonly fallback: readonly AdapterId[];
}

export const DEFAULT_DRAFT: TunnelDraft = { adapter: 'localtunnel', typed: {}, fallback: [] };

/** What was typed into a field of an adapter. */
export const typedIn = ({ typed }: TunnelDraft, adapter: AdapterId, { option }: AdapterField): string =>
  typed[adapter]?.[option] ?? '';

/** The draft with `text` in a field of its adapter. */
export function typeIn(draft: TunnelDraft, { option }: AdapterField, text: string): TunnelDraft {
  const { adapter, typed } = draft;
  return { ...draft, typed: { ...typed, [adapter]: { ...typed[adapter], [option]: text } } };
}

/** What the API is asked for; empty fields are left out. */
export function wishOf(draft: TunnelDraft): TunnelOptions {
  const { adapter, fallback } = draft;
  const typed = ADAPTERS[adapter].fields
    .map((field) => [field.option, typedIn(draft, adapter, field).trim()] as const)
    .filter(([, text]) => text !== '');
  const others = fallback.filter((id) => id !== adapter);
  return { adapter, ...Object.fromEntries(typed), ...(others.length === 0 ? {} : { fallback: others }) };
}

/** The field that must not be empty but is, or null. */
export const missingField = (draft: TunnelDraft): AdapterField | null =>
  ADAPTERS[draft.adapter].fields.find(
    (field) => field.need === 'required' && typedIn(draft, draft.adapter, field).trim() === '',
  ) ?? null;

/** Whether a remembered draft is whole: nothing is missing, and nothing of it was a secret that is forgotten by now. */
export const opensAsRemembered = (draft: TunnelDraft): boolean =>
  missingField(draft) === null && ADAPTERS[draft.adapter].fields.every(({ kept }) => kept === 'remembered');

/** Adapters that can still be added to the fall-back order. */
export const addableFallbacks = ({ adapter, fallback }: TunnelDraft): readonly AdapterId[] =>
  FALLBACKS.filter((id) => id !== adapter && !fallback.includes(id));

/** A list with the item at `from` moved to `to`; unchanged where either lies outside. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from];
  return item === undefined || to < 0 || to >= list.length ? list : list.toSpliced(from, 1).toSpliced(to, 0, item);
}

/** The draft as it may be kept: without secrets. */
export function keepable({ adapter, typed, fallback }: TunnelDraft): TunnelDraft {
  const kept = ADAPTER_ORDER.flatMap((id) => {
    const options = Object.fromEntries(
      ADAPTERS[id].fields
        .filter((field) => field.kept === 'remembered' && (typed[id]?.[field.option] ?? '') !== '')
        .map(({ option }) => [option, typed[id]?.[option]]),
    );
    return Object.keys(options).length === 0 ? [] : [[id, options] as const];
  });
  return { adapter, typed: Object.fromEntries(kept), fallback };
}

/** A draft from what a browser kept; whatever does not fit counts as absent. */
export function draftFrom(kept: unknown): TunnelDraft {
  const { adapter, typed, fallback } = asRecord(kept);
  const known = (id: unknown): id is AdapterId => ADAPTER_ORDER.some((one) => one === id);
  const texts = ADAPTER_ORDER.flatMap((id) => {
    const options = Object.entries(asRecord(asRecord(typed)[id])).filter(
      ([option, text]) => typeof text === 'string' && ADAPTERS[id].fields.some((field) => field.option === option),
    );
    return options.length === 0 ? [] : [[id, Object.fromEntries(options)] as const];
  });
  return keepable({
    adapter: known(adapter) ? adapter : DEFAULT_DRAFT.adapter,
    typed: Object.fromEntries(texts),
    fallback: Array.isArray(fallback) ? [...new Set(fallback)].filter((id) => FALLBACKS.includes(id)) : [],
  });
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
