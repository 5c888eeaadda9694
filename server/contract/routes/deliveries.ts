import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
import { DeliverySchema, DeliverySummarySchema } from '../delivery.ts';
import { closed, Id, Ids, idParam, Query, type Route, Undo } from './route.ts';

/** Deliveries, their bytes and exports. */
export const DELIVERY_ROUTES = {
  listDeliveries: {
    ...ADDRESSES.listDeliveries,
    summary: 'Deliveries, newest first, that fit a search',
    query: Type.Object(
      {
        query: Type.Optional(Query),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
        before: Type.Optional(Id),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
      },
      closed,
    ),
    response: Type.Object({
      deliveries: Type.Array(DeliverySummarySchema),
      matching: Type.Union([Type.Integer(), Type.Null()], {
        description: 'how many fit in all; null when that is not known, for the reason `uncounted`',
      }),
      uncounted: Type.Union([Type.Literal('not-looked-through'), Type.Literal('too-many'), Type.Null()], {
        description: 'deliveries have to be read for this search and not all of them were yet; or there are too many',
      }),
      total: Type.Integer({ description: 'how many are kept in all' }),
      more: Type.Boolean({ description: 'older ones may fit; ask again with `before` set to `lookedTo`' }),
      lookedTo: Type.Integer({
        description: 'every delivery from this id on was looked at, whether it fits or not; 0 at the end',
      }),
      looked: Type.Integer({ description: 'how many deliveries this answer looked at' }),
      partly: Type.Integer({
        description: 'of so many, words were looked for in the first MiB of the body alone',
      }),
    }),
  },
  getDelivery: {
    ...ADDRESSES.getDelivery,
    summary: 'One delivery with its header lines',
    params: idParam,
    response: DeliverySchema,
  },
  getBody: {
    ...ADDRESSES.getBody,
    summary:
      'Exact bytes of the body; `from` and `to` (exclusive) cut out a range; `undo` undoes codings of it for reading',
    params: idParam,
    query: Type.Object(
      {
        from: Type.Optional(Type.Integer({ minimum: 0 })),
        to: Type.Optional(Type.Integer({ minimum: 0 })),
        undo: Type.Optional(Undo),
        damaged: Type.Optional(
          Type.Literal('as-is', { description: 'also bytes that are no longer those that were captured' }),
        ),
      },
      closed,
    ),
    response: null,
  },
  changeDelivery: {
    ...ADDRESSES.changeDelivery,
    summary: 'Pin a delivery or write a note on it',
    params: idParam,
    body: Type.Object(
      { pinned: Type.Optional(Type.Boolean()), note: Type.Optional(Type.String({ maxLength: 20_000 })) },
      closed,
    ),
    response: DeliverySummarySchema,
  },
  deleteDeliveries: {
    ...ADDRESSES.deleteDeliveries,
    summary: 'Delete deliveries by id or search; can be restored for an hour',
    body: Type.Object(
      {
        ids: Type.Optional(Ids),
        query: Type.Optional(Query),
        upTo: Type.Optional(
          Type.Integer({
            minimum: 0,
            description: 'with `query`: delete none that is newer than this id; without, none that arrives from now on',
          }),
        ),
      },
      closed,
    ),
    response: Type.Object({ ids: Type.Array(Id) }),
  },
  restoreDeliveries: {
    ...ADDRESSES.restoreDeliveries,
    summary: 'Undo a deletion',
    body: Type.Object({ ids: Ids }, closed),
    response: Type.Object({ ids: Type.Array(Id) }),
  },
  exportDelivery: {
    ...ADDRESSES.exportDelivery,
    summary: 'A delivery as a cURL command or as raw HTTP',
    params: idParam,
    query: Type.Object(
      {
        format: Type.Union([Type.Literal('curl'), Type.Literal('http')]),
        url: Type.Optional(
          Type.String({
            maxLength: 8_000,
            description: 'where the cURL command sends to; the endpoint itself when absent',
          }),
        ),
      },
      closed,
    ),
    response: null,
  },
} as const satisfies Record<string, Route>;
