import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
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
    ...ADDRESSES.listAttempts,
    summary: 'Attempts to send a delivery, newest first',
    params: idParam,
    response: Type.Array(AttemptSchema),
  },
  getAttemptBody: {
    ...ADDRESSES.getAttemptBody,
    summary: "Exact bytes of an answer's body; `undo` undoes codings of it for reading",
    params: idParam,
    query: Type.Object({ undo: Type.Optional(Undo) }, closed),
    response: null,
  },
  replay: {
    ...ADDRESSES.replay,
    summary: 'Send deliveries; answers with the attempts, still pending',
    body: ReplayRequestSchema,
    response: Type.Array(AttemptSchema),
  },
  cancelReplays: {
    ...ADDRESSES.cancelReplays,
    summary: 'Drop the replays that have not started; live forwards go on',
    response: Type.Object({ cancelled: Type.Integer() }),
  },
  cancelRun: {
    ...ADDRESSES.cancelRun,
    summary: 'Drop the replays of one run that have not started',
    params: idParam,
    response: Type.Object({ cancelled: Type.Integer() }),
  },
  listDestinations: {
    ...ADDRESSES.listDestinations,
    summary: 'All destinations',
    response: Type.Array(DestinationSchema),
  },
  createDestination: {
    ...ADDRESSES.createDestination,
    summary: 'Make a destination',
    body: DestinationDraftSchema,
    response: DestinationSchema,
  },
  changeDestination: {
    ...ADDRESSES.changeDestination,
    summary: 'Change a destination',
    params: idParam,
    body: DestinationPatchSchema,
    response: DestinationSchema,
  },
  deleteDestination: {
    ...ADDRESSES.deleteDestination,
    summary: 'Delete a destination; its attempts stay',
    params: idParam,
    response: null,
  },
  listAllowedHosts: {
    ...ADDRESSES.listAllowedHosts,
    summary: 'Hosts beyond this machine that sends may go to',
    response: Type.Array(Type.String()),
  },
  allowHost: {
    ...ADDRESSES.allowHost,
    summary: 'Allow sends to a host',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },
  forbidHost: {
    ...ADDRESSES.forbidHost,
    summary: 'Take a host back',
    body: Type.Object({ host: Type.String({ minLength: 1, maxLength: 253 }) }, closed),
    response: Type.Array(Type.String()),
  },
} as const satisfies Record<string, Route>;
