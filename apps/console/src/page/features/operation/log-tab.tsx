import type { Logs } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";

const LEVELS = ["debug", "info", "warn", "error"] as const;
const MOST = 500;
const LOOK_AGAIN_MS = 2_000;

/** What the operation's phases and workers logged; live while it runs. */
export function LogTab({ operationId, isRunning }: { readonly operationId: string; readonly isRunning: boolean }) {
  const client = useClient();
  const texts = t.value.operation.log;
  const [level, setLevel] = useState<(typeof LEVELS)[number]>("debug");
  const [search, setSearch] = useState("");
  const query = { level, limit: MOST, ...(search === "" ? {} : { search }) };
  const { data, error, reload } = usePolled(
    JSON.stringify([operationId, query]),
    (signal) =>
      client.transport.json<Logs>({ path: `/async/operation/${encodeURIComponent(operationId)}/logs`, query, signal }),
    { everyMs: isRunning ? LOOK_AGAIN_MS : 0 },
  );
  return (
    <section class="card">
      <div class="filter-fields">
        <label class="search">
          <span class="visually-hidden">{texts.search}</span>
          <input
            type="search"
            placeholder={texts.search}
            value={search}
            maxLength={200}
            onInput={(event) => setSearch(event.currentTarget.value)}
          />
        </label>
        <label>
          <span class="visually-hidden">{texts.level}</span>
          <select
            value={level}
            onChange={(event) => setLevel(LEVELS.find((name) => name === event.currentTarget.value) ?? "debug")}
          >
            {LEVELS.map((name) => (
              <option key={name} value={name}>
                {texts.levels[name]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FaultLine error={error} onRetry={reload} />
      {data !== null && data.entries.length === 0 && <p class="soft">{texts.none}</p>}
      {data !== null && data.entries.length > 0 && (
        <ol class="log">
          {data.entries.map((entry, idx) => (
            <li key={idx} class={`log-line is-${entry.level}`}>
              <time dateTime={entry.time}>{entry.time.slice(11, 23)}</time>
              <span class="log-level">{entry.level}</span>
              <span class="log-text">
                {entry.message}
                {entry.fields !== undefined && <FieldList fields={entry.fields} />}
                {entry.phase !== undefined && <small> {entry.phase}</small>}
                {entry.stack !== undefined && <pre>{entry.stack}</pre>}
              </span>
            </li>
          ))}
        </ol>
      )}
      {data !== null && data.dropped > 0 && <p class="soft">{texts.dropped(data.dropped)}</p>}
      {data?.hasNextPage === true && <p class="soft">{texts.more}</p>}
    </section>
  );
}

function FieldList({ fields }: { readonly fields: Readonly<Record<string, unknown>> }) {
  return (
    <span class="log-fields">
      {Object.entries(fields).map(([name, value]) => (
        <span key={name}>
          {" "}
          {name}=<b>{typeof value === "string" ? value : JSON.stringify(value)}</b>
        </span>
      ))}
    </span>
  );
}
