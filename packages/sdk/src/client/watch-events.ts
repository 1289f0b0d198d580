import type { WebhookEventBody } from "../webhook-event-body.ts";
import { LonghaulError } from "./longhaul-error.ts";
import { pause } from "./pause.ts";
import { readServerSentEvents } from "./server-sent-events.ts";
import type { Transport } from "./transport.ts";

/** A stream that ended early is opened again after so long. */
const REOPEN_MS = 500;

/**
 * @internal Events of a stream, each once and in order. A stream that breaks is opened again behind the last event seen; the
 * iteration ends when the server says that no more will come.
 * @param after the id of an event that was seen, to go on behind it; without, the stream begins with what happens next
 */
export async function* watchEvents(
  transport: Transport,
  path: string,
  { signal, after }: { readonly signal?: AbortSignal | undefined; readonly after?: string | undefined },
): AsyncGenerator<WebhookEventBody> {
  let lastId = after;
  for (;;) {
    const response = await transport.send({
      path,
      headers: { accept: "text/event-stream", ...(lastId === undefined ? {} : { "last-event-id": lastId }) },
      signal,
    });
    if (response.status === 204 || response.body === null) return;
    try {
      for await (const { id, data } of readServerSentEvents(response.body)) {
        lastId = id ?? lastId;
        yield JSON.parse(data) as WebhookEventBody;
      }
    } catch (err) {
      signal?.throwIfAborted();
      if (err instanceof SyntaxError || err instanceof LonghaulError) throw err;
    }
    await pause(REOPEN_MS, signal);
  }
}
