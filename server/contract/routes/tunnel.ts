import { Type } from 'typebox';
import { ADDRESSES } from '../addresses.ts';
import {
  TunnelGapSchema,
  TunnelOpeningSchema,
  TunnelReportSchema,
  TunnelStateSchema,
  TunnelWishSchema,
} from '../tunnel.ts';
import { closed, Nothing, type Route } from './route.ts';

/** The tunnel. No route takes a port or an address to lead to. */
export const TUNNEL_ROUTES = {
  tunnelStatus: {
    ...ADDRESSES.tunnelStatus,
    summary: 'The tunnel: its state, adapters on this machine, recent gaps, and what is reachable from outside',
    response: TunnelReportSchema,
  },
  openTunnel: {
    ...ADDRESSES.openTunnel,
    summary: 'Open the tunnel to the capture listener; answers once it is open and proven, lost or closed',
    body: TunnelWishSchema,
    response: TunnelStateSchema,
  },
  closeTunnel: {
    ...ADDRESSES.closeTunnel,
    summary: 'Close the tunnel; answers when nothing is reachable any more',
    body: Nothing,
    response: TunnelStateSchema,
  },
  probeTunnel: {
    ...ADDRESSES.probeTunnel,
    summary: 'Prove the tunnel now, or try a lost one at once; answers with the state after it',
    body: Nothing,
    response: TunnelStateSchema,
  },
  acceptTunnelUrl: {
    ...ADDRESSES.acceptTunnelUrl,
    summary: 'Senders were given the present address: it is no longer told as changed',
    body: Nothing,
    response: TunnelStateSchema,
  },
  listGaps: {
    ...ADDRESSES.listGaps,
    summary:
      'Times when an open tunnel did not work, oldest first; of those that touch `from` to `to`, the newest `limit` (1,000)',
    query: Type.Object(
      {
        from: Type.Optional(Type.Integer({ minimum: 0 })),
        to: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
    response: Type.Array(TunnelGapSchema),
  },
  listOpenings: {
    ...ADDRESSES.listOpenings,
    summary: 'Times for which the tunnel was open, its gaps included, oldest first; those that touch `from` to `to`',
    query: Type.Object(
      { from: Type.Optional(Type.Integer({ minimum: 0 })), to: Type.Optional(Type.Integer({ minimum: 0 })) },
      closed,
    ),
    response: Type.Array(TunnelOpeningSchema),
  },
} as const satisfies Record<string, Route>;
