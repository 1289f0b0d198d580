import type { OperationEvent } from "../generated/contract.ts";
import type { WebhookEventBody } from "../webhooks/webhook-event.ts";
import { LonghaulError } from "./longhaul-error.ts";
import { pause } from "./pause.ts";
import { readServerSentEvents, type ServerSentEvent } from "./server-sent-events.ts";
import type { Ask, Transport } from "./transport.ts";

/** What a stream tells of an operation: what webhooks get, and its creation. */
export interface WatchedEvent extends Omit<OperationEvent, "type"> {
  readonly type: OperationEvent["type"] | "operation.created";
}

/** A stream that ended early is opened again after so long. */
const REOPEN_MS = 500;
/** The server sends something every 15 s. A stream that is silent for longer leads nowhere, or a proxy keeps it back. */
const SILENT_MS = 45_000;
/** Streams that may be refused or silent, one after the other. */
const PATIENCE = 2;

/** A stream of events could not be had, though the server answers. */
export class NoStream extends Error {
  override readonly name = "NoStream";
}

/** How to follow a stream. */
export interface Following {
  readonly path: string;
  readonly query?: Ask["query"];
  readonly signal: AbortSignal | undefined;
  /** The id of the last event that was seen; without, a stream begins where the server wants it to. */
  readonly after?: string | undefined;
  /** Streams that may be refused or silent, one after the other; default two. */
  readonly patience?: number;
}

/**
 * @internal Events of a stream, each once and in order: opened again behind the last one seen when it breaks or falls silent. Ends
 * with what it is about.
 * @throws NoStream when two in a row were refused or stayed silent
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
      // Until then the transport sees to it that an answer comes.
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

/** @internal What happens in the project from now on. */
export async function* projectEvents(
  transport: Transport,
  signal: AbortSignal | undefined,
): AsyncGenerator<WebhookEventBody> {
  const stream = { path: "/async/events", signal, patience: Number.POSITIVE_INFINITY };
  for await (const { data } of followStream(transport, stream)) yield JSON.parse(data) as WebhookEventBody;
}

/** Too many streams are open, or something on the way lets none through; other requests may do well. */
const isForStreamsOnly = ({ status, code }: LonghaulError): boolean =>
  code === "not_json" || code === "no_answer" || status === 429 || status === 406;
