import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Problem } from '../contract/problem.ts';
import { answerBare } from './bare-answer.ts';
import type { Caller } from './caller.ts';
import { type GateOptions, passGate } from './gate.ts';

const HEADERS_TIMEOUT_MS = 10_000;

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** A server whose every request goes through the gate before `handle` sees it; `onEnter` is told who came in with which. */
export function createGatedServer(
  gate: GateOptions,
  onEnter: (request: IncomingMessage, caller: Caller) => void,
  handle: Handle,
): Server {
  const through =
    (next: Handle): Handle =>
    (request, response) => {
      const caller = passGate(request, response, gate);
      if (caller === null) return;
      onEnter(request, caller);
      next(request, response);
    };
  const server = createServer({ requireHostHeader: false, headersTimeout: HEADERS_TIMEOUT_MS }, through(handle));
  // Upgrades have no listener, so they come as requests (Node, "http.Server: Event 'upgrade'"). These would pass by the one above.
  server.on(
    'checkContinue',
    through((request, response) => {
      response.writeContinue();
      handle(request, response);
    }),
  );
  server.on('checkExpectation', through(handle));
  server.on('connect', (_request, socket) => {
    gate.refused.note('odd-request');
    answerBare(socket, new Problem('odd-request'));
  });
  return server;
}
