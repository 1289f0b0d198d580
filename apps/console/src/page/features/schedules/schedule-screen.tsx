import type { Schedule, ScheduleRunList } from "@longhaul/sdk";
import { useState } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { navigate } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { Action } from "../../ui/action.tsx";
import { Confirm } from "../../ui/confirm.tsx";
import { Facts } from "../../ui/facts.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { RunOutcome } from "./run-outcome.tsx";
import { ScheduleBadge } from "./schedule-badge.tsx";

const LOOK_AGAIN_MS = 5_000;
const MOST_RUNS = 50;

/** One schedule: when it runs next, what it starts, and what came of its runs. */
export function ScheduleScreen({ scheduleId }: { readonly scheduleId: string }) {
  const client = useClient();
  const texts = t.value.schedules;
  const handle = client.schedules.resume(scheduleId);
  const path = `/async/schedules/${encodeURIComponent(scheduleId)}`;
  const [fault, setFault] = useState<unknown>(null);
  const [isDeleting, setDeleting] = useState(false);
  const { data, error, reload } = usePolled(
    scheduleId,
    async (signal) => {
      const [schedule, runs] = await Promise.all([
        client.transport.json<Schedule>({ path, signal }),
        client.transport.json<ScheduleRunList>({ path: `${path}/runs`, query: { pageSize: MOST_RUNS }, signal }),
      ]);
      return { schedule, runs: runs.runs };
    },
    { everyMs: LOOK_AGAIN_MS },
  );
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const { schedule, runs } = data;
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    setFault(null);
    try {
      await work();
      reload();
    } catch (err) {
      setFault(err);
    }
  };
  return (
    <>
      <nav class="crumbs">
        <Link to="/schedules">{t.value.shell.schedules}</Link>
      </nav>
      <PageTitle title={schedule.scheduleName}>
        <Action permission="operate" onClick={() => void attempt(() => handle.run())}>
          {texts.run}
        </Action>
        <Action
          permission="operate"
          onClick={() => void attempt(() => (schedule.status === "Active" ? handle.pause() : handle.resume()))}
        >
          {schedule.status === "Active" ? texts.pause : texts.resume}
        </Action>
        <Action permission="operate" kind="is-danger" onClick={() => setDeleting(true)}>
          {texts.delete}
        </Action>
      </PageTitle>
      <div class="operation-state" role="status">
        <ScheduleBadge status={schedule.status} />
        <span class="soft">{texts.starts[schedule.starts]}</span>
      </div>
      <FaultLine error={fault ?? error} />
      {schedule.scheduleDescription !== undefined && <p>{schedule.scheduleDescription}</p>}
      <section class="card">
        <Facts
          facts={[
            [texts.when, <code key="cron">{schedule.cron}</code>],
            [texts.timeZone, schedule.timeZone],
            [texts.catchUp, texts.catchUps[schedule.catchUp]],
            [texts.overlap, texts.overlaps[schedule.overlap]],
            [texts.by, schedule.createdBy],
            [texts.changed, <Time key="changed" at={schedule.dateUpdated} />],
          ]}
        />
        {schedule.nextRuns.length > 0 && (
          <>
            <h2>{texts.nextRuns}</h2>
            <ol class="next-runs">
              {schedule.nextRuns.map((at) => (
                <li key={at}>
                  <Time at={at} />
                </li>
              ))}
            </ol>
          </>
        )}
        <details>
          <summary>{texts.body}</summary>
          <pre>{JSON.stringify(schedule.operation ?? schedule.batch ?? {}, null, 2)}</pre>
        </details>
      </section>
      <section class="card">
        <h2>{texts.runs}</h2>
        {runs.length === 0 && <p class="soft">{texts.noRuns}</p>}
        <ol class="plain runs">
          {runs.map((run) => (
            <li key={run.runNumber} class={run.status === "Failed" ? "is-failed" : undefined}>
              <span class="event-number">{run.runNumber}</span>
              <Time at={run.scheduledFor} />
              <RunOutcome run={run} />
              <small>{run.trigger === "Manual" ? texts.manual : ""}</small>
              {run.detail !== undefined && <small>{run.detail}</small>}
            </li>
          ))}
        </ol>
      </section>
      {isDeleting && (
        <Confirm
          title={texts.deleteTitle}
          text={texts.deleteText}
          action={texts.delete}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await handle.delete();
            navigate("/schedules");
          }}
        />
      )}
    </>
  );
}
