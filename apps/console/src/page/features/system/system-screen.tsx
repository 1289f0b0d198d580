import type { Queue } from "@longhaul/sdk";
import { useRef } from "preact/hooks";
import { useClient } from "../../api/client.ts";
import { me } from "../../api/me.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { serviceUrl } from "../../router/router.ts";
import { formatDuration, formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Facts } from "../../ui/facts.tsx";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { Time } from "../../ui/time.tsx";
import { PRIORITIES } from "../operations/priorities.ts";
import { LanesCard } from "./lanes-card.tsx";
import { QuotasCard } from "./quotas-card.tsx";
import { Sparkline } from "./sparkline.tsx";
import { SystemTabs } from "./system-tabs.tsx";

const LOOK_AGAIN_MS = 3_000;
const MOST_POINTS = 100;

const LINKS = [
  ["docs", "docs"],
  ["board", "admin/queues"],
  ["contract", "openapi.json"],
  ["ready", "readyz"],
] as const;

/** Workers, the queue, and where to read on. */
export function SystemScreen() {
  const client = useClient();
  const texts = t.value.system;
  const history = useRef<{ waiting: number[]; age: number[]; load: number[] }>({
    waiting: [],
    age: [],
    load: [],
  });
  const { data, error, reload } = usePolled(
    "queue",
    async (signal) => {
      const queue = await client.transport.json<Queue>({ path: "/async/queue", signal });
      const loads = queue.workers.map(({ load }) => load);
      const mean = loads.length === 0 ? 0 : loads.reduce((sum, load) => sum + load, 0) / loads.length;
      const { oldestSince } = queue.waiting;
      const age = oldestSince === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(oldestSince)) / 1000);
      history.current = {
        age: [...history.current.age, age].slice(-MOST_POINTS),
        waiting: [...history.current.waiting, queue.waiting.total].slice(-MOST_POINTS),
        load: [...history.current.load, mean].slice(-MOST_POINTS),
      };
      return queue;
    },
    { everyMs: LOOK_AGAIN_MS },
  );
  return (
    <>
      <PageTitle title={t.value.shell.system}>
        {LINKS.map(([name, path]) => (
          <a key={name} class="button" href={new URL(path, serviceUrl).href}>
            {texts.links[name]}
          </a>
        ))}
      </PageTitle>
      <SystemTabs />
      <FaultLine error={error} onRetry={reload} />
      {data === null && error === null && <p class="loading">{t.value.shell.loading}</p>}
      {data !== null && (
        <>
          <div class="columns">
            <section class="card">
              <header class="card-head">
                <h2>{texts.queue}</h2>
                <span class="sparklines">
                  <Sparkline values={history.current.waiting} label={texts.waitingOverTime} />
                  <Sparkline values={history.current.age} label={texts.ageOverTime} format={formatDuration} />
                </span>
              </header>
              <Facts
                facts={[
                  [texts.waiting, formatNumber(data.waiting.total)],
                  [texts.ready, formatNumber(data.waiting.ready)],
                  [texts.blocked, formatNumber(data.waiting.blocked)],
                  [texts.oldest, data.waiting.oldestWait],
                  [texts.average, data.waiting.averageWait],
                  ...PRIORITIES.toReversed().map(
                    (name) => [t.value.operations.priority[name], formatNumber(data.waiting.byPriority[name])] as const,
                  ),
                ]}
              />
            </section>
            <section class="card">
              <header class="card-head">
                <h2>{texts.workers}</h2>
                <Sparkline values={history.current.load} label={texts.loadOverTime} most={100} />
              </header>
              {data.workers.length === 0 && <p class="soft">{texts.noWorkers}</p>}
              <ul class="plain">
                {data.workers.map((worker) => (
                  <li key={worker.name} class="worker">
                    <strong>{worker.name}</strong>
                    <span class={`badge is-${worker.status === "Active" ? "active" : "paused"}`}>
                      <span class="badge-sign" aria-hidden="true" />
                      {texts.workerStatus[worker.status]}
                    </span>
                    <progress max={100} value={worker.load} aria-label={texts.load} />
                    <small>
                      {texts.runs(worker.operations)} · {texts.cpu} {formatNumber(worker.cpuUnits.used)} /{" "}
                      {formatNumber(worker.cpuUnits.total)} · {formatNumber(worker.memoryGB.used)} /{" "}
                      {formatNumber(worker.memoryGB.total)} GB ·{" "}
                      {worker.version !== undefined && `${worker.version} · `}
                      <Time at={worker.lastSeen} />
                    </small>
                  </li>
                ))}
              </ul>
            </section>
          </div>
          {data.operations.length > 0 && (
            <section class="card">
              <h2>{texts.next}</h2>
              <ol class="plain">
                {data.operations.map((operation) => (
                  <li key={operation.operationId}>
                    {operation.position ?? "–"}.{" "}
                    <Link to={`/operations/${encodeURIComponent(operation.operationId)}`}>
                      {operation.operationName}
                    </Link>{" "}
                    <small>
                      {operation.operationType}{" "}
                      {operation.expectedStart !== undefined && <Time at={operation.expectedStart} />}
                    </small>
                  </li>
                ))}
              </ol>
            </section>
          )}
        </>
      )}
      <LanesCard />
      <QuotasCard />
      {me.value !== null && (
        <p class="soft">
          {t.value.shell.product} {me.value.version} · {texts.tokenUntil} <Time at={me.value.tokenExpires} />
        </p>
      )}
    </>
  );
}
