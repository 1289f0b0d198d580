import type { ListedOperation } from "@longhaul/contracts";
import { Link } from "../../router/link.tsx";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Elapsed } from "../../ui/elapsed.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { Time } from "../../ui/time.tsx";
import { isOpen } from "./list-filters.ts";

/** One operation of the list. */
export function OperationRow({
  operation,
  isSelected,
  onSelect,
}: {
  readonly operation: ListedOperation;
  readonly isSelected: boolean;
  readonly onSelect: ((isSelected: boolean) => void) | null;
}) {
  const texts = t.value.operations.list;
  const { operationId, operationName, operationType, status, priority } = operation;
  return (
    <tr class={isSelected ? "is-selected" : undefined}>
      <td class="cell-select">
        {isOpen(status) && onSelect !== null && (
          <input
            type="checkbox"
            aria-label={texts.select(operationName)}
            checked={isSelected}
            onChange={(event) => onSelect(event.currentTarget.checked)}
          />
        )}
      </td>
      <td class="cell-name">
        <Link to={`/operations/${encodeURIComponent(operationId)}`} class="row-link">
          {operationName}
        </Link>
        <small>
          {operationType}
          {priority !== "Normal" && <span class="priority"> · {t.value.operations.priority[priority]}</span>}
        </small>
      </td>
      <td data-label={texts.state}>
        <StatusBadge status={status} />
      </td>
      <td data-label={texts.progress} class="cell-progress">
        <ProgressBar percentage={operation.progress} status={status} label={texts.progress} />
        {status === "Running" && operation.currentPhase !== undefined && <small>{operation.currentPhase}</small>}
      </td>
      <td data-label={texts.started}>
        <Time at={operation.startTime} />
      </td>
      <td data-label={texts.duration} class="cell-number">
        <Elapsed from={operation.startTime} to={operation.endTime} />
      </td>
      <td data-label={texts.records} class="cell-number">
        {operation.recordsProcessed === undefined ? (
          <span class="none">–</span>
        ) : (
          formatNumber(operation.recordsProcessed)
        )}
      </td>
    </tr>
  );
}
