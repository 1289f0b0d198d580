import type { Schedule } from "@longhaul/sdk";
import { t } from "../../texts/language.ts";

export function ScheduleBadge({ status }: Pick<Schedule, "status">) {
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {t.value.schedules.status[status]}
    </span>
  );
}
