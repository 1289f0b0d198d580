import type { RefObject } from "preact";
import type { OperationListAnswer } from "@longhaul/contracts";
import { changeQuery, navigate, path } from "../../router/router.ts";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { filtersOfAddress, groupOf, GROUPS, type Group } from "./list-filters.ts";
import { PRIORITIES } from "./priorities.ts";
import { SearchField } from "./search-field.tsx";

/** The filters of the list. They are part of the URL, so that a filtered list can be bookmarked and shared. */
export function FilterBar({
  summary,
  types,
  search,
}: {
  readonly summary: OperationListAnswer["summary"] | null;
  readonly types: readonly string[];
  readonly search: RefObject<HTMLInputElement | null>;
}) {
  const texts = t.value.operations.list;
  const given = filtersOfAddress();
  const chosen = groupOf(given["status"]);
  const change = (name: string, value: string): void => changeQuery({ [name]: value, page: "" });
  return (
    <div class="filters">
      <div class="tabs" role="group" aria-label={texts.state}>
        <Tab name={texts.all} count={summary?.totalOperations} isChosen={given["status"] === undefined} status="" />
        {(Object.keys(GROUPS) as Group[]).map((name) => (
          <Tab
            key={name}
            name={texts.groups[name]}
            count={summary?.[name]}
            isChosen={chosen === name}
            status={GROUPS[name]}
          />
        ))}
      </div>
      <div class="filter-fields">
        <SearchField search={search} />
        <label>
          <span class="visually-hidden">{texts.type}</span>
          <select
            value={given["operationType"] ?? ""}
            onChange={(event) => change("operationType", event.currentTarget.value)}
          >
            <option value="">{texts.anyType}</option>
            {types.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </label>
        <label>
          <span class="visually-hidden">{texts.priorityOf}</span>
          <select value={given["priority"] ?? ""} onChange={(event) => change("priority", event.currentTarget.value)}>
            <option value="">{texts.anyPriority}</option>
            {PRIORITIES.map((name) => (
              <option key={name} value={name}>
                {t.value.operations.priority[name]}
              </option>
            ))}
          </select>
        </label>
        <label class="date">
          <span>{texts.from}</span>
          <input
            type="date"
            value={given["dateFrom"] ?? ""}
            onChange={(event) => change("dateFrom", event.currentTarget.value)}
          />
        </label>
        <label class="date">
          <span>{texts.to}</span>
          <input
            type="date"
            value={given["dateTo"] ?? ""}
            onChange={(event) => change("dateTo", event.currentTarget.value)}
          />
        </label>
        {Object.keys(given).length > 0 && (
          <button type="button" class="button is-quiet" onClick={() => navigate(path.value)}>
            {texts.clear}
          </button>
        )}
      </div>
    </div>
  );
}

function Tab({
  name,
  count,
  isChosen,
  status,
}: {
  readonly name: string;
  readonly count: number | undefined;
  readonly isChosen: boolean;
  readonly status: string;
}) {
  return (
    <button type="button" class="tab" aria-pressed={isChosen} onClick={() => changeQuery({ status, page: "" })}>
      {name}
      {count !== undefined && <span class="tab-count">{formatNumber(count)}</span>}
    </button>
  );
}
