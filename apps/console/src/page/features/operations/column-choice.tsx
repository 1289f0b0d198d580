import { t } from "../../texts/language.ts";
import { chosenColumns, COLUMNS, showColumn } from "./columns.tsx";

/** Which columns the list has. */
export function ColumnChoice() {
  const texts = t.value.operations.list;
  return (
    <details class="column-choice">
      <summary class="button">{texts.columns}</summary>
      <div class="column-list">
        {COLUMNS.map((column) => (
          <label key={column} class="check">
            <input
              type="checkbox"
              checked={chosenColumns.value.includes(column)}
              onChange={({ currentTarget }) => showColumn(column, currentTarget.checked)}
            />
            {texts.columnNames[column]}
          </label>
        ))}
      </div>
    </details>
  );
}
