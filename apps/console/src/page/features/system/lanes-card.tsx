import type { WebhookList } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Time } from "../../ui/time.tsx";

const LOOK_AGAIN_MS = 5_000;
const MOST_WEBHOOKS = 100;

/** The project's delivery lanes, one a webhook: which of them fail or are held back by their breaker. */
export function LanesCard() {
  const client = useClient();
  const texts = t.value.webhooks;
  const { data, error, reload } = usePolled(
    "lanes",
    async (signal) => {
      const { webhooks } = await client.transport.json<WebhookList>({
        path: "/async/webhooks",
        query: { pageSize: MOST_WEBHOOKS },
        signal,
      });
      return webhooks;
    },
    { everyMs: LOOK_AGAIN_MS },
  );
  const troubled = (data ?? []).filter(
    ({ failingSince, heldUntil }) => failingSince !== undefined || heldUntil !== undefined,
  );
  return (
    <section class="card">
      <h2>{t.value.system.lanes}</h2>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && troubled.length === 0 && <p class="soft">{t.value.system.lanesFine(data.length)}</p>}
      {troubled.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.name}</th>
              <th>{texts.failingSince}</th>
              <th>{texts.heldUntil}</th>
            </tr>
          </thead>
          <tbody>
            {troubled.map(({ webhookId, webhookName, failingSince, heldUntil }) => (
              <tr key={webhookId}>
                <td class="cell-name">
                  <Link to={`/webhooks/${webhookId}`} class="row-link">
                    {webhookName}
                  </Link>
                </td>
                <td data-label={texts.failingSince}>
                  <Time at={failingSince} />
                </td>
                <td data-label={texts.heldUntil}>
                  <Time at={heldUntil} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
