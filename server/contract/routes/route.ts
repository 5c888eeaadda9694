import { type TSchema, Type } from 'typebox';
import type { Address } from '../addresses.ts';

/** An address of the control API with its schemas. `response` null: no content, or bytes when `bytes` names a media type. */
export interface Route extends Address {
  readonly summary: string;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly response: TSchema | null;
  /** true: answers without a token (the exchange of the one-time code). */
  readonly open?: boolean;
}

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const idParam = Type.Object({ id: Id });
export const Ids = Type.Array(Id, { minItems: 1, maxItems: 10_000 });
export const closed = { additionalProperties: false } as const;
export const Query = Type.String({ maxLength: 4_000 });
/** Content codings to undo before bytes are answered, first step first; the header `Hookglass-End` tells how far it went. */
export const Undo = Type.String({ pattern: '^(gzip|deflate|br|zstd)(,(gzip|deflate|br|zstd)){0,3}$' });
export const Nothing = Type.Object({}, closed);
