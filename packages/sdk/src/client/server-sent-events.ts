/** One event of a stream. */
export interface ServerSentEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: string;
}

/**
 * Reads a `text/event-stream` (WHATWG HTML, 9.2.6): lines end in LF, CR or CRLF, comments are left out, an event is complete
 * with its empty line. Ends with the stream.
 * @param onBytes called whenever something comes, a heartbeat too
 */
export async function* readServerSentEvents(
  body: ReadableStream<Uint8Array>,
  onBytes?: () => void,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let event: { id?: string; event?: string; data: string[] } = { data: [] };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onBytes?.();
      text += decoder.decode(value, { stream: true });
      // A CR at the end may be half of a CRLF.
      const lines = text.split(/\r\n|\n|\r(?!$)/);
      text = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (event.data.length > 0)
            yield { id: event.id, event: event.event ?? "message", data: event.data.join("\n") };
          event = { data: [] };
          continue;
        }
        const colon = line.indexOf(":");
        const name = colon < 0 ? line : line.slice(0, colon);
        const fieldValue = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (name === "data") event.data.push(fieldValue);
        else if (name === "id") event.id = fieldValue;
        else if (name === "event") event.event = fieldValue;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
