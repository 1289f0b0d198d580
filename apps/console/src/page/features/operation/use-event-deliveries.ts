import type { DeliveryList, WebhookList } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";

const LOOK_AGAIN_MS = 5_000;
const MOST_WEBHOOKS = 20;

/** Where an event was sent, and what came of it. */
export interface EventDelivery {
  readonly deliveryId: string;
  readonly to: string;
  readonly webhookId: string | null;
  readonly status: DeliveryList["deliveries"][number]["status"];
  readonly answer: number | string | undefined;
}

/** Deliveries of an operation's events by the events' ids: those to its callbacks, and to the project's first twenty webhooks. */
export function useEventDeliveries(operationId: string): ReadonlyMap<string, readonly EventDelivery[]> {
  const { transport } = useClient();
  const { data } = usePolled(
    operationId,
    async (signal) => {
      const query = { pageSize: 100 };
      const { webhooks } = await transport.json<WebhookList>({
        path: "/async/webhooks",
        query: { pageSize: MOST_WEBHOOKS },
        signal,
      });
      const pages = [
        { webhookId: null, to: null, path: `/async/operation/${encodeURIComponent(operationId)}/deliveries`, query },
        ...webhooks.map(({ webhookId, webhookName }) => ({
          webhookId,
          to: webhookName,
          path: `/async/webhooks/${encodeURIComponent(webhookId)}/deliveries`,
          query: { ...query, operationId },
        })),
      ];
      const found = new Map<string, EventDelivery[]>();
      for (const { webhookId, to, ...page } of pages) {
        const { deliveries } = await transport.json<DeliveryList>({ ...page, signal });
        for (const { eventId, deliveryId, status, callback, lastStatusCode, lastError } of deliveries) {
          const delivery = {
            deliveryId,
            webhookId,
            status,
            to: to ?? callback ?? "",
            answer: lastStatusCode ?? lastError,
          };
          found.set(eventId, [...(found.get(eventId) ?? []), delivery]);
        }
      }
      return found;
    },
    { everyMs: LOOK_AGAIN_MS },
  );
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, readonly EventDelivery[]> = new Map();
