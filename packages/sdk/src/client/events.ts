import type { OperationEvent } from "../generated/contract.ts";
import type { WebhookEventBody } from "../webhooks/webhook-event.ts";
import { LonghaulError } from "./longhaul-error.ts";
import { pause } from "./pause.ts";
import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";
import type { Ask, Transport } from "./transport.ts";

/** An event of an operation's stream: the events that webhooks get, and `operation.created`. */
export interface WatchedEvent extends Omit<OperationEvent, "type"> {
  readonly type: OperationEvent["type"] | "operation.created";
}

/** Pause before a broken stream is opened again. */
const REOPEN_MS = 500;
/** The server sends something every 15 s. A stream that is silent for this long is dead, or a proxy buffers it. */
const SILENT_MS = 45_000;
const PATIENCE = 2;

/** The server answers, but no stream of events can be opened. */
export class NoStream extends Error {
  override readonly name = "NoStream";
}

/** How to follow a stream. */
export interface Following {
  readonly path: string;
  readonly query?: Ask["query"];
  readonly signal: AbortSignal | undefined;
  /** The id of the last event seen. Without it, the server chooses where the stream begins. */
  readonly after?: string | undefined;
  /** How many streams in a row may be refused or silent; default 2. */
  readonly patience?: number;
}

/**
 * @internal Yields the events of a stream, each once and in order. It opens the stream again after the last event when the stream
 * breaks or falls silent. It ends when its subject, such as an operation, has ended.
 * @throws NoStream when `patience` streams in a row were refused or silent
 */
export async function* followStream(
  transport: Transport,
  { path, query = {}, signal, after, patience = PATIENCE }: Following,
): AsyncGenerator<ServerSentEvent> {
  let lastId = after;
  for (let silent = 0; silent < patience;) {
    const quiet = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => quiet.abort(), SILENT_MS);
    };
    const onBytes = (): void => {
      silent = 0;
      listen();
    };
    try {
      const response = await transport.send({
        path,
        query,
        headers: { accept: "text/event-stream", ...(lastId === undefined ? {} : { "last-event-id": lastId }) },
        signal: signal === undefined ? quiet.signal : AbortSignal.any([signal, quiet.signal]),
      });
      if (response.status === 204 || response.body === null) return;
      // Before the response, the transport's own time limit applies.
      listen();
      for await (const event of readServerSentEvents(response.body, onBytes)) {
        lastId = event.id ?? lastId;
        yield event;
      }
    } catch (err) {
      signal?.throwIfAborted();
      if (err instanceof LonghaulError && !isForStreamsOnly(err)) throw err;
      if (err instanceof LonghaulError || quiet.signal.aborted) silent++;
    } finally {
      clearTimeout(timer);
    }
    await pause(REOPEN_MS, signal);
  }
  throw new NoStream(`no events came from ${path}`);
}

/** @internal Yields the project's events from now on. */
export async function* projectEvents(
  transport: Transport,
  signal: AbortSignal | undefined,
): AsyncGenerator<WebhookEventBody> {
  const stream = { path: "/async/events", signal, patience: Number.POSITIVE_INFINITY };
  for await (const { data } of followStream(transport, stream)) yield JSON.parse(data) as WebhookEventBody;
}

/** Whether only streams fail: too many are open, or a proxy lets none through. Other requests may succeed. */
const isForStreamsOnly = ({ status, code }: LonghaulError): boolean =>
  code === "not_json" || code === "no_answer" || status === 429 || status === 406;
