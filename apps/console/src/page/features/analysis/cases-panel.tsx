import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Time } from "../../ui/time.tsx";
import type { AnalysedCase, Cases } from "@longhaul/sdk";
import { CaseTimeline } from "./case-timeline.tsx";
import type { Choice } from "./choices.ts";

const PAGE = 20;

/** The cases themselves: found by id or activity, each with what happened when. */
export function CasesPanel({
  operationId,
  activities,
  colours,
  search,
  onSearch,
  onChoose,
}: {
  readonly operationId: string;
  readonly activities: readonly string[];
  readonly colours: ReadonlyMap<string, number>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly onChoose: (choice: Choice) => void;
}) {
  const client = useClient();
  const texts = t.value.analysis.cases;
  const [activity, setActivity] = useState("");
  const filter = JSON.stringify([search, activity]);
  /** The cursors of the pages so far, of which the last is shown, with the filter that they belong to. */
  const [turned, setTurned] = useState<{ readonly filter: string; readonly trail: readonly string[] }>({
    filter,
    trail: [],
  });
  const trail = turned.filter === filter ? turned.trail : [];
  const setTrail = (next: readonly string[]): void => setTurned({ filter, trail: next });
  const cursor = trail.at(-1);
  const query = {
    limit: PAGE,
    ...(search.trim() === "" ? {} : { search: search.trim() }),
    ...(activity === "" ? {} : { activity }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const { data, error, reload } = usePolled(JSON.stringify([operationId, query]), (signal) =>
    client.transport.json<Cases>({
      path: `/async/operation/${encodeURIComponent(operationId)}/cases`,
      query,
      signal,
    }),
  );
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        {data !== null && (
          <span class="soft">
            {data.kept < data.total
              ? texts.kept(formatNumber(data.kept), formatNumber(data.total))
              : texts.total(formatNumber(data.total))}
          </span>
        )}
      </header>
      <div class="filter-fields">
        <label class="search">
          <span class="visually-hidden">{texts.search}</span>
          <input
            type="search"
            placeholder={texts.search}
            maxLength={200}
            value={search}
            onInput={({ currentTarget }) => onSearch(currentTarget.value)}
          />
        </label>
        <label>
          <span class="visually-hidden">{texts.activity}</span>
          <select value={activity} onChange={({ currentTarget }) => setActivity(currentTarget.value)}>
            <option value="">{texts.any}</option>
            {activities.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      </div>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && data.cases.length === 0 && (
        <p class="soft">{data.hasNextPage ? texts.noneHere : t.value.operations.list.noMatch}</p>
      )}
      {data?.cases.map((one) => (
        <CaseItem key={one.caseId} item={one} colours={colours} onChoose={onChoose} />
      ))}
      {data !== null && (trail.length > 0 || data.hasNextPage) && (
        <nav class="pager" aria-label={texts.title}>
          <button
            type="button"
            class="button"
            disabled={trail.length === 0}
            onClick={() => setTrail(trail.slice(0, -1))}
          >
            {t.value.operations.list.previous}
          </button>
          <button
            type="button"
            class="button"
            disabled={!data.hasNextPage}
            onClick={() => setTrail([...trail, data.nextCursor ?? ""])}
          >
            {t.value.operations.list.more}
          </button>
        </nav>
      )}
    </section>
  );
}

function CaseItem({
  item,
  colours,
  onChoose,
}: {
  readonly item: AnalysedCase;
  readonly colours: ReadonlyMap<string, number>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.cases;
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="case" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <strong>{item.caseId}</strong>
        <span class="soft">
          {texts.events(item.eventCount)} · {texts.variant(item.variant)}
        </span>
        {item.start !== undefined && <Time at={item.start} />}
        {item.durationSec !== undefined && <span>{formatDuration(item.durationSec)}</span>}
        {item.workingSec !== undefined && <span class="soft">{texts.working(formatDuration(item.workingSec))}</span>}
      </summary>
      {isOpen && <CaseTimeline item={item} colours={colours} onChoose={onChoose} />}
    </details>
  );
}
