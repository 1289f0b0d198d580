import { createServer, type RequestListener, type Server } from "node:http";
import type { Socket } from "node:net";
import { randomUUID } from "node:crypto";
import { DomainError, type DomainErrorCode } from "@longhaul/domain";
import { endStalledAnswers } from "./end-stalled-answers.ts";
import { readTarget } from "./request-line.ts";
import { problemOf } from "./problem.ts";

/** What of a request can't be read before any route is known, by Node's code. */
const FAULTS: ReadonlyMap<string, readonly [DomainErrorCode, string]> = new Map([
  ["HPE_HEADER_OVERFLOW", ["headers_too_large", "the headers are larger than 16 KB; send fewer or shorter ones"]],
  ["HPE_CHUNK_EXTENSIONS_OVERFLOW", ["payload_too_large", "the chunks of the body carry too much beside their bytes"]],
  ["ERR_HTTP_REQUEST_TIMEOUT", ["request_timeout", "the request took too long to arrive"]],
]);
const UNREADABLE = ["validation_failed", "the request is not valid HTTP"] as const;

/** Bodies have limits of their own (`limitBodyTime`), which know uploads; none here for whole requests. */
const TIMES = {
  headersTimeout: 20_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 65_000,
  requestTimeout: 0,
};
/** Each part of a request's way through the API waits for its answer's end. */
const MAX_LISTENERS = 30;
/** Beyond, new connections are closed at once: descriptors are left for stores and files. */
const MAX_CONNECTIONS = 10_000;

/** An HTTP server that answers what isn't a readable request with a problem, as any other fault. */
export function createHttpServer(handler: RequestListener): Server {
  const server = createServer(TIMES, (req, res) => {
    readTarget(req);
    handler(req, res);
  });
  server.maxConnections = MAX_CONNECTIONS;
  endStalledAnswers(server);
  const answering = new WeakSet<Socket>();
  server.prependListener("request", (req, res) => {
    res.setMaxListeners(MAX_LISTENERS);
    answering.add(req.socket);
    res.on("close", () => answering.delete(req.socket));
  });
  server.on("clientError", (err: Error & { readonly code?: string }, socket) => {
    // Beside an answer that is under way there is no place for another.
    if (!socket.writable || answering.has(socket as Socket)) {
      socket.destroy();
      return;
    }
    const [code, message] = FAULTS.get(err.code ?? "") ?? UNREADABLE;
    const requestId = randomUUID();
    const problem = problemOf(new DomainError(code, message), requestId);
    const body = JSON.stringify(problem);
    const head = [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      "Connection: close",
      "Content-Type: application/problem+json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
  });
  return server;
}
