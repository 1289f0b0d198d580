import { useState } from "preact/hooks";
import { t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** A period by its first and last day (UTC), for those who don't drag. */
export function PeriodForm({
  from,
  to,
  onChoose,
}: {
  readonly from: number;
  readonly to: number;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.dots;
  const [changed, setChanged] = useState<{ readonly first?: string; readonly last?: string }>({});
  const { first = dayOf(from), last = dayOf(to) } = changed;
  return (
    <form
      class="filter-fields"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose({ kind: "time", startDate: first, endDate: last });
      }}
    >
      <label class="date">
        <span>{texts.from}</span>
        <input
          type="date"
          required
          value={first}
          max={last}
          onInput={({ currentTarget }) => setChanged({ ...changed, first: currentTarget.value })}
        />
      </label>
      <label class="date">
        <span>{t.value.operations.list.to}</span>
        <input
          type="date"
          required
          value={last}
          min={first}
          onInput={({ currentTarget }) => setChanged({ ...changed, last: currentTarget.value })}
        />
      </label>
      <button class="button">{texts.choose}</button>
    </form>
  );
}
