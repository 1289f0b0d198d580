import { t } from "../../texts/language.ts";
import type { Webhook } from "./webhook.ts";

export function WebhookBadge({ status }: Pick<Webhook, "status">) {
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {t.value.webhooks.status[status]}
    </span>
  );
}
