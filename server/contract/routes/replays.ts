import { Type } from 'typebox';
import {
  AttemptSchema,
  DestinationDraftSchema,
  DestinationPatchSchema,
  DestinationSchema,
  ReplayRequestSchema,
} from '../replay.ts';
import { closed, idParam, type Route, Undo } from './route.ts';

/** Sending: attempts, destinations, and the hosts that may be sent to. */
export const REPLAY_ROUTES = {
  listAttempts: {
    method: 'GET',
    path: '/api/deliveries/:id/attempts',
    reads: true,
    summary: 'Attempts to send a delivery, newest first',
    params: idParam,
    response: Type.Array(AttemptSchema),
  },
  getAttemptBody: {
    method: 'GET',
    path: '/api/attempts/:id/body',
    reads: true,
    summary: "Exact bytes of an answer's body; `undo` undoes codings of it for reading",
    params: idParam,
    query: Type.Object({ undo: Type.Optional(Undo) }, closed),
    response: null,
    bytes: 'application/octet-stream',
  },
  replay: {
    method: 'POST',
    path: '/api/replays',
    summary: 'Send deliveries; answers with the attempts, still pending',
    body: ReplayRequestSchema,
    response: Type.Array(AttemptSchema),
  },
  cancelReplays: {
    method: 'POST',
    path: '/api/replays/cancel',
    summary: 'Drop the sends that have not started',
    response: Type.Object({ cancelled: Type.Integer() }),
  },
  listDestinations: {
    method: 'GET',
    path: '/api/destinations',
    reads: true,
    summary: 'All destinations',
    response: Type.Array(DestinationSchema),
  },
  createDestination: {
    method: 'POST',
    path: '/api/destinations',
    summary: 'Make a destination',
    body: DestinationDraftSchema,
    response: DestinationSchema,
  },
  changeDestination: {
    method: 'PATCH',
    path: '/api/destinations/:id',
    summary: 'Change a destination',
    params: idParam,
    body: DestinationPatchSchema,
    response: DestinationSchema,
  },
  deleteDestination: {
    method: 'DELETE',
    path: '/api/destinations/:id',
    summary: 'Delete a destination; its attempts stay',
    params: idParam,
    response: null,
  },
  listAllowedHosts: {
    method: 'GET',
    path: '/api/allowed-hosts',
    reads: true,
    summary: 'Hosts beyond this machine that sends may go to',
    response: Type.Array(Type.String()),
  },
  allowHost: {
    method: 'POST',
    path: '/api/allowed-hosts',
    summary: 'Allow sends to a host',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },
  forbidHost: {
    method: 'POST',
    path: '/api/allowed-hosts/remove',
    summary: 'Take a host back',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },
} as const satisfies Record<string, Route>;
