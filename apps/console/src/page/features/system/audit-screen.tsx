import type { Audit, AuditEntry } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { may } from "../../api/me.ts";
import { usePolled } from "../../api/use-polled.ts";
import { changeQuery, query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { wordsOf } from "../../texts/words-of.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { SystemTabs } from "./system-tabs.tsx";

const PAGE_SIZE = 100;
const OUTCOMES = ["done", "refused", "failed", "unknown"] as const;
const BADGES = { done: "completed", refused: "timeout", failed: "failed", unknown: "skipped" } as const;

/** Who did what, and what came of it: the newest first. */
export function AuditScreen() {
  return (
    <>
      <PageTitle title={t.value.audit.title} />
      <SystemTabs />
      {may("audit") ? <Entries /> : <p class="empty">{t.value.audit.forbidden}</p>}
    </>
  );
}

function Entries() {
  const client = useClient();
  const texts = t.value.audit;
  const [subject, outcome] = ["subject", "outcome"].map((name) => query.value.get(name) ?? "");
  const filter = { ...(subject ? { subject } : {}), ...(outcome ? { outcome } : {}) };
  const [pages, setPages] = useState(1);
  const { data, error, reload } = usePolled(JSON.stringify([filter, pages]), async (signal) => {
    const entries: AuditEntry[] = [];
    let cursor: number | undefined;
    for (let page = 0; page < pages; page++) {
      const answer: Audit = await client.transport.json<Audit>({
        path: "/async/audit",
        query: { pageSize: PAGE_SIZE, ...filter, cursor },
        signal,
      });
      entries.push(...answer.entries);
      cursor = answer.hasNextPage ? answer.nextCursor : undefined;
      if (cursor === undefined) break;
    }
    return { entries, hasMore: cursor !== undefined };
  });
  return (
    <>
      <div class="filter-fields">
        <label class="search">
          <span class="visually-hidden">{texts.subject}</span>
          <input
            type="search"
            placeholder={texts.subject}
            maxLength={500}
            value={subject}
            onChange={({ currentTarget }) => changeQuery({ subject: currentTarget.value.trim() })}
          />
        </label>
        <label>
          <span class="visually-hidden">{texts.outcome}</span>
          <select value={outcome} onChange={({ currentTarget }) => changeQuery({ outcome: currentTarget.value })}>
            <option value="">{texts.anyOutcome}</option>
            {OUTCOMES.map((one) => (
              <option key={one} value={one}>
                {texts.outcomes[one]}
              </option>
            ))}
          </select>
        </label>
      </div>
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && data.entries.length === 0 && (
        <p class="empty">{Object.keys(filter).length === 0 ? texts.empty : t.value.operations.list.noMatch}</p>
      )}
      {data !== null && data.entries.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{texts.what}</th>
              <th>{texts.who}</th>
              <th>{texts.outcome}</th>
              <th>{texts.time}</th>
              <th>{texts.request}</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map((entry) => (
              <EntryRow key={entry.seq} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
      {data?.hasMore === true && (
        <button type="button" class="button" onClick={() => setPages(pages + 1)}>
          {texts.older}
        </button>
      )}
    </>
  );
}

function EntryRow({ entry: { time, call } }: { readonly entry: AuditEntry }) {
  const texts = t.value.audit;
  return (
    <tr>
      <td class="cell-name">
        <strong>{wordsOf(call.action)}</strong>
        <small>{Object.values(call.target).join(" · ")}</small>
        {call.changes?.map(({ field, from, to }) => (
          <small key={field}>
            {field}: {[from, to].filter((value) => value !== undefined).join(" → ")}
          </small>
        ))}
      </td>
      <td data-label={texts.who}>
        {call.subject} <small>{call.address}</small>
      </td>
      <td data-label={texts.outcome}>
        <span class={`badge is-${BADGES[call.outcome]}`}>
          <span class="badge-sign" aria-hidden="true" />
          {texts.outcomes[call.outcome]}
        </span>{" "}
        <small>{call.status}</small>
      </td>
      <td data-label={texts.time}>
        <Time at={time} />
      </td>
      <td data-label={texts.request}>
        <code>{call.requestId}</code>
      </td>
    </tr>
  );
}
