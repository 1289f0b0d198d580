import type { ListedOperation } from "@longhaul/contracts";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { cellOf, chosenColumns, classOf } from "./columns.tsx";
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
      {chosenColumns.value.map((column) => (
        <td key={column} data-label={texts.columnNames[column]} class={classOf(column)}>
          {cellOf(column, operation)}
        </td>
      ))}
    </tr>
  );
}
