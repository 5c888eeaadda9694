import type { Command } from './command.ts';
import { deliveriesBody } from './deliveries-body.ts';
import { deliveriesDelete } from './deliveries-delete.ts';
import { deliveriesList } from './deliveries-list.ts';
import { deliveriesShow } from './deliveries-show.ts';
import { endpointsAddSecret, endpointsDeleteSecret, endpointsSecrets } from './endpoint-secrets.ts';
import { endpointsCreate, endpointsDelete, endpointsList, endpointsRotate } from './endpoints.ts';
import { exportCommand } from './export.ts';
import { listen } from './listen.ts';
import { open } from './open.ts';
import { providersCommand } from './providers.ts';
import { replay } from './replay.ts';
import { serve } from './serve.ts';
import { sessionsEnd, sessionsList } from './sessions.ts';
import { tunnelClose, tunnelOpen, tunnelStatus } from './tunnel.ts';
import { verify } from './verify.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  serve,
  listen,
  open,
  sessionsList,
  sessionsEnd,
  endpointsList,
  endpointsCreate,
  endpointsRotate,
  endpointsDelete,
  endpointsSecrets,
  endpointsAddSecret,
  endpointsDeleteSecret,
  deliveriesList,
  deliveriesShow,
  deliveriesBody,
  deliveriesDelete,
  providersCommand,
  verify,
  replay,
  exportCommand,
  tunnelStatus,
  tunnelOpen,
  tunnelClose,
];
