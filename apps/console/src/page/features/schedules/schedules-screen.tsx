import type { ScheduleList } from "@longhaul/sdk";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { Pager } from "../../ui/pager.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { RunOutcome } from "./run-outcome.tsx";
import { ScheduleBadge } from "./schedule-badge.tsx";

const LOOK_AGAIN_MS = 10_000;
const PAGE_SIZE = 50;

/** What is started again and again, and what came of it last. */
export function SchedulesScreen() {
  const client = useClient();
  const texts = t.value.schedules;
  const page = Math.max(1, Number(query.value.get("page")) || 1);
  const { data, error, reload } = usePolled(
    `schedules ${page}`,
    (signal) =>
      client.transport.json<ScheduleList>({ path: "/async/schedules", query: { page, pageSize: PAGE_SIZE }, signal }),
    { everyMs: LOOK_AGAIN_MS },
  );
  return (
    <>
      <PageTitle title={t.value.shell.schedules}>
        <Link to="/start" class="button">
          {texts.new}
        </Link>
      </PageTitle>
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && data.schedules.length === 0 && (
        <div class="empty">
          <h2>{texts.empty}</h2>
          <p>{texts.emptyText}</p>
        </div>
      )}
      {data !== null && data.schedules.length > 0 && (
        <table class="table">
          <thead>
            <tr>
              <th>{t.value.operations.list.name}</th>
              <th>{t.value.operations.list.state}</th>
              <th>{texts.when}</th>
              <th>{texts.nextRun}</th>
              <th>{texts.lastRun}</th>
            </tr>
          </thead>
          <tbody>
            {data.schedules.map((schedule) => (
              <tr key={schedule.scheduleId}>
                <td class="cell-name">
                  <Link to={`/schedules/${encodeURIComponent(schedule.scheduleId)}`} class="row-link">
                    {schedule.scheduleName}
                  </Link>
                  <small>{texts.starts[schedule.starts]}</small>
                </td>
                <td data-label={t.value.operations.list.state}>
                  <ScheduleBadge status={schedule.status} />
                </td>
                <td data-label={texts.when}>
                  <code>{schedule.cron}</code> <small>{schedule.timeZone}</small>
                </td>
                <td data-label={texts.nextRun}>
                  <Time at={schedule.nextRun} />
                </td>
                <td data-label={texts.lastRun}>
                  {schedule.lastRun === undefined ? (
                    <span class="none">–</span>
                  ) : (
                    <>
                      <RunOutcome run={schedule.lastRun} />{" "}
                      <small>
                        <Time at={schedule.lastRun.dateCreated} />
                      </small>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {data !== null && <Pager page={page} hasNextPage={data.hasNextPage} />}
    </>
  );
}
