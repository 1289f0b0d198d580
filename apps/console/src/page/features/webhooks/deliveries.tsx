import type { DeliveryList } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Time } from "../../ui/time.tsx";
import { DELIVERY_BADGES } from "./delivery-badges.ts";

const STATUSES = ["Pending", "Delivered", "Failed", "Superseded"] as const;
const LOOK_AGAIN_MS = 3_000;

/** Deliveries of a webhook, each with its attempts and what the receiver answered. */
export function Deliveries({ path }: { readonly path: string }) {
  const client = useClient();
  const texts = t.value.webhooks;
  const [status, setStatus] = useState("");
  const [fault, setFault] = useState<unknown>(null);
  const { data, error, reload } = usePolled(
    `${path}/${status}`,
    (signal) =>
      client.transport.json<DeliveryList>({
        path: `${path}/deliveries`,
        query: { pageSize: 50, ...(status === "" ? {} : { status }) },
        signal,
      }),
    { everyMs: LOOK_AGAIN_MS },
  );
  const again = async (deliveryId: string): Promise<void> => {
    try {
      setFault(null);
      await client.transport.json({ path: `${path}/deliveries/${encodeURIComponent(deliveryId)}/redeliver`, json: {} });
      reload();
    } catch (err) {
      setFault(err);
    }
  };
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.deliveries}</h2>
        <label>
          <span class="visually-hidden">{t.value.operations.list.state}</span>
          <select value={status} onChange={({ currentTarget }) => setStatus(currentTarget.value)}>
            <option value="">{t.value.operations.list.all}</option>
            {STATUSES.map((name) => (
              <option key={name} value={name}>
                {texts.deliveryStatus[name]}
              </option>
            ))}
          </select>
        </label>
      </header>
      <FaultLine error={fault ?? error} />
      {data !== null && data.deliveries.length === 0 && <p class="soft">{texts.noDeliveries}</p>}
      <ul class="events">
        {data?.deliveries.map((delivery) => (
          <li key={delivery.deliveryId}>
            <details>
              <summary>
                <span class={`badge is-${DELIVERY_BADGES[delivery.status]}`}>
                  <span class="badge-sign" aria-hidden="true" />
                  {texts.deliveryStatus[delivery.status]}
                </span>
                <strong>{delivery.eventType}</strong>
                <small>{texts.attempts(delivery.attemptsMade, delivery.maxAttempts)}</small>
                <Time at={delivery.createdAt} />
              </summary>
              <div class="delivery">
                {delivery.operationId !== undefined && (
                  <Link to={`/operations/${encodeURIComponent(delivery.operationId)}`}>{delivery.operationId}</Link>
                )}
                {delivery.lastError !== undefined && <p>{delivery.lastError}</p>}
                <ol class="plain">
                  {delivery.attempts.map(
                    ({ number, time, durationMs, outcome, statusCode, error: reason, responseExcerpt }) => (
                      <li key={number}>
                        <Time at={time} /> {outcome} {statusCode ?? ""} · {durationMs} ms {reason}
                        {responseExcerpt !== undefined && <pre>{responseExcerpt}</pre>}
                      </li>
                    ),
                  )}
                </ol>
                {may("webhooks") && ["Delivered", "Failed"].includes(delivery.status) && (
                  <button type="button" class="button" onClick={() => void again(delivery.deliveryId)}>
                    {texts.again}
                  </button>
                )}
              </div>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
