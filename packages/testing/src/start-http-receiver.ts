import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { atFileEnd } from "./at-file-end.ts";
import { waitFor } from "./wait-for.ts";

/** One request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds since the Unix epoch, when the body was complete. */
  readonly receivedAtMs: number;
}

/** What the receiver does once it has read a request. */
export type ScriptedAnswer =
  | {
      readonly kind: "respond";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
      readonly delayMs?: number;
    }
  | { readonly kind: "redirect"; readonly to: string; readonly status?: 301 | 302 | 303 | 307 | 308 }
  /** Never answers. */
  | { readonly kind: "hang" }
  /** Sends status 200 and then a byte at a time, without end. */
  | { readonly kind: "drip"; readonly intervalMs: number }
  /** Sends status 200 and then as much as the client takes, without end. */
  | { readonly kind: "endless" }
  /** Breaks the connection with a TCP reset. */
  | { readonly kind: "reset" };

export interface HttpReceiver {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  readonly port: number;
  /** In order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** Answers for the next requests, one each; when they are used up, the default answers. */
  answerNext(...answers: readonly ScriptedAnswer[]): void;
  /** The answer from now on: one for all, or chosen for each request. At first an empty 200. */
  answerAll(answer: ScriptedAnswer | ((request: ReceivedRequest) => ScriptedAnswer)): void;
  /** Drops the requests so far. */
  forget(): void;
  /** Resolves with all requests once there are `count`. */
  waitForRequests(count: number): Promise<readonly ReceivedRequest[]>;
  /** Also happens by itself at the end of the test file. */
  close(): Promise<void>;
}

/** A real HTTP server that records its requests and misbehaves on command. */
export async function startHttpReceiver(): Promise<HttpReceiver> {
  const requests: ReceivedRequest[] = [];
  const nextAnswers: ScriptedAnswer[] = [];
  let chooseAnswer: (request: ReceivedRequest) => ScriptedAnswer = () => ({ kind: "respond", status: 200 });

  const server = createServer((incoming, response) => {
    readRequest(incoming).then(
      (request) => {
        requests.push(request);
        return play(nextAnswers.shift() ?? chooseAnswer(request), response);
      },
      () => incoming.destroy(), // the client went away while sending
    );
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new Error("the operating system gave no TCP port");
  }

  const close = async () => {
    if (server.listening) {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    }
  };
  atFileEnd(close);
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    answerNext: (...answers) => void nextAnswers.push(...answers),
    answerAll(answer) {
      chooseAnswer = typeof answer === "function" ? answer : () => answer;
    },
    forget: () => void requests.splice(0),
    async waitForRequests(count) {
      await waitFor(() => requests.length >= count, { what: `${count} requests at the receiver` });
      return requests;
    },
    close,
  };
}

async function readRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? "",
    path: incoming.url ?? "",
    headers: incoming.headers,
    body: Buffer.concat(chunks),
    receivedAtMs: Date.now(),
  };
}

function* endlessBytes(): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, "x");
  for (;;) {
    yield chunk;
  }
}

async function play(answer: ScriptedAnswer, response: ServerResponse): Promise<void> {
  switch (answer.kind) {
    case "respond":
      await sleep(answer.delayMs ?? 0);
      response.writeHead(answer.status, answer.headers).end(answer.body);
      return;
    case "redirect":
      response.writeHead(answer.status ?? 302, { location: answer.to }).end();
      return;
    case "hang":
      return;
    case "drip":
      response.writeHead(200);
      while (!response.destroyed) {
        response.write("x");
        await sleep(answer.intervalMs);
      }
      return;
    case "endless":
      response.writeHead(200);
      await pipeline(Readable.from(endlessBytes()), response).catch(() => undefined); // the client had enough
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    default:
      answer satisfies never;
  }
}
