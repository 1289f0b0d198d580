import type { WebhookList } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { RegisterDialog } from "./register-dialog.tsx";
import { WebhookBadge } from "./webhook-badge.tsx";

const LOOK_AGAIN_MS = 5_000;

/** The project's webhooks with how their deliveries go. */
export function WebhooksScreen() {
  const client = useClient();
  const texts = t.value.webhooks;
  const [isRegistering, setRegistering] = useState(false);
  const { data, error, reload } = usePolled(
    "webhooks",
    (signal) =>
      client.transport.json<WebhookList>({
        path: "/async/webhooks",
        query: { pageSize: 100 },
        signal,
      }),
    { everyMs: LOOK_AGAIN_MS },
  );
  return (
    <>
      <PageTitle title={texts.title}>
        <Action permission="webhooks" kind="is-primary" onClick={() => setRegistering(true)}>
          {texts.register}
        </Action>
      </PageTitle>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && data.webhooks.length === 0 && (
        <div class="empty">
          <h2>{texts.empty}</h2>
          <p>{texts.emptyText}</p>
        </div>
      )}
      {data !== null && data.webhooks.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.name}</th>
              <th>{t.value.operations.list.state}</th>
              <th class="cell-number">{texts.delivered}</th>
              <th class="cell-number">{texts.failed}</th>
              <th>{texts.answerTime}</th>
              <th>{texts.last}</th>
            </tr>
          </thead>
          <tbody>
            {data.webhooks.map(({ webhookId, webhookName, webhookUrl, status, deliveryStats, lastDelivery }) => (
              <tr key={webhookId}>
                <td class="cell-name">
                  <Link to={`/webhooks/${webhookId}`} class="row-link">
                    {webhookName}
                  </Link>
                  <small>{webhookUrl}</small>
                </td>
                <td data-label={t.value.operations.list.state}>
                  <WebhookBadge status={status} />
                </td>
                <td data-label={texts.delivered} class="cell-number">
                  {formatNumber(deliveryStats.successfulDeliveries)}
                </td>
                <td data-label={texts.failed} class="cell-number">
                  {formatNumber(deliveryStats.failedDeliveries)}
                </td>
                <td data-label={texts.answerTime}>{deliveryStats.averageResponseTime ?? "–"}</td>
                <td data-label={texts.last}>
                  <Time at={lastDelivery ?? undefined} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isRegistering && (
        <RegisterDialog onClose={() => setRegistering(false)} onDone={(id) => navigate(`/webhooks/${id}`)} />
      )}
    </>
  );
}
