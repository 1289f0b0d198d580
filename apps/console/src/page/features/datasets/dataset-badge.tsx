import { t } from "../../texts/language.ts";
import type { Dataset } from "./dataset.ts";

export function DatasetBadge({ status }: Pick<Dataset, "status">) {
  return (
    <span class={`badge is-${status.toLowerCase()}`}>
      <span class="badge-sign" aria-hidden="true" />
      {t.value.datasets.status[status]}
    </span>
  );
}
