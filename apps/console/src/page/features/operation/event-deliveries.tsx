import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { DELIVERY_BADGES } from "../webhooks/delivery-badges.ts";
import type { EventDelivery } from "./use-event-deliveries.ts";

/** Where an event was sent, and what came of it. */
export function EventDeliveries({ deliveries }: { readonly deliveries: readonly EventDelivery[] }) {
  const texts = t.value.webhooks.deliveryStatus;
  return (
    <ul class="event-deliveries">
      {deliveries.map(({ deliveryId, webhookId, to, status, answer }) => (
        <li key={deliveryId}>
          <span class={`badge is-${DELIVERY_BADGES[status]}`}>
            <span class="badge-sign" aria-hidden="true" />
            {texts[status]}
          </span>
          {webhookId === null ? <span>{to}</span> : <Link to={`/webhooks/${webhookId}`}>{to}</Link>}
          {answer !== undefined && <small>{answer}</small>}
        </li>
      ))}
    </ul>
  );
}
