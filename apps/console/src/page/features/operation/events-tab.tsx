import { useEffect, useState } from "preact/hooks";
import type { WebhookEventBody } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Time } from "../../ui/time.tsx";
import { EventDeliveries } from "./event-deliveries.tsx";
import { useEventDeliveries } from "./use-event-deliveries.ts";

/** Events of the operation from its start, as webhooks get them; live. */
export function EventsTab({ operationId }: { readonly operationId: string }) {
  const client = useClient();
  const texts = t.value.operation.events;
  const [events, setEvents] = useState<readonly WebhookEventBody[]>([]);
  const [error, setError] = useState<unknown>(null);
  const deliveries = useEventDeliveries(operationId);
  useEffect(() => {
    const stopped = new AbortController();
    setEvents([]);
    void (async () => {
      try {
        const watched = client.operations.resume(operationId).watch({ signal: stopped.signal });
        for await (const event of watched) setEvents((before) => [...before, event]);
      } catch (err) {
        if (!stopped.signal.aborted) setError(err);
      }
    })();
    return () => stopped.abort();
  }, [client, operationId]);
  return (
    <section class="card">
      <FaultLine error={error} />
      {events.length === 0 && error === null && <p class="soft">{texts.none}</p>}
      <ol class="events">
        {events.map((event) => (
          <li key={event.id}>
            <details>
              <summary>
                <span class="event-number">{event.sequence}</span>
                <strong>{event.type}</strong>
                <Time at={event.timestamp} />
              </summary>
              <pre>{JSON.stringify(event.data, null, 2)}</pre>
            </details>
            {deliveries.has(event.id) && <EventDeliveries deliveries={deliveries.get(event.id) ?? []} />}
          </li>
        ))}
      </ol>
    </section>
  );
}
