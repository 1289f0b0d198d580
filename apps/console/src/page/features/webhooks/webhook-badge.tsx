import type { Webhook } from "@longhaul/sdk";
import { t } from "../../texts/language.ts";

export function WebhookBadge({ status }: Pick<Webhook, "status">) {
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {t.value.webhooks.status[status]}
    </span>
  );
}
