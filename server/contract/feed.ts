import { type Static, Type } from 'typebox';
import { DeliverySummarySchema } from './delivery.ts';
import { EndpointSchema } from './endpoint.ts';
import { AttemptSchema, DestinationSchema } from './replay.ts';
import { TunnelStateSchema } from './tunnel.ts';

/**
 * One message of the live feed (server-sent events; `seq` is the event's id). A client that resumes with the last `seq` it
 * saw gets everything after it, once and in order. Messages carry the present state, never payloads.
 * - `arrived`: new deliveries · `changed`: deliveries whose summary changed · `deleted`: ids that are gone from lists
 * - `attempt`, `endpoint`, `destination`: the present state of one of them, or its removal
 * - `tunnel`: the present state of the tunnel, also after each proof
 * - `status`: figures of the status line changed; fetch `/api/status`
 * - `reset`: what was missed is no longer known (a new database, or a log cut short): load everything again
 */
export const FeedMessageSchema = Type.Union([
  Type.Object({ kind: Type.Literal('arrived'), seq: Type.Integer(), deliveries: Type.Array(DeliverySummarySchema) }),
  Type.Object({ kind: Type.Literal('changed'), seq: Type.Integer(), deliveries: Type.Array(DeliverySummarySchema) }),
  Type.Object({ kind: Type.Literal('deleted'), seq: Type.Integer(), ids: Type.Array(Type.Integer()) }),
  Type.Object({ kind: Type.Literal('attempt'), seq: Type.Integer(), attempt: AttemptSchema }),
  Type.Object({
    kind: Type.Literal('endpoint'),
    seq: Type.Integer(),
    id: Type.Integer(),
    endpoint: Type.Union([EndpointSchema, Type.Null()]),
  }),
  Type.Object({
    kind: Type.Literal('destination'),
    seq: Type.Integer(),
    id: Type.Integer(),
    destination: Type.Union([DestinationSchema, Type.Null()]),
  }),
  Type.Object({ kind: Type.Literal('tunnel'), seq: Type.Integer(), tunnel: TunnelStateSchema }),
  Type.Object({ kind: Type.Literal('status'), seq: Type.Integer() }),
  Type.Object({ kind: Type.Literal('reset'), seq: Type.Integer() }),
]);
export type FeedMessage = Static<typeof FeedMessageSchema>;
