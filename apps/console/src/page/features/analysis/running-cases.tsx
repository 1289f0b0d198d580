import { useState } from "preact/hooks";
import { Link } from "../../router/link.tsx";
import { formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { RunningCase, RunningCases as Running } from "./findings.ts";
import { Meanings } from "./meanings.tsx";
import { orderRunning, ORDERS, type Order } from "./order-running.ts";
import { RunningCaseRow } from "./running-case-row.tsx";

const AT_ONCE = 10;

/** Cases that may go on after the end of the log: what comes next, when they end, and what they risk. */
export function RunningCases({
  operationId,
  running,
  reported,
  onLookAt,
}: {
  readonly operationId: string;
  readonly running: Running;
  /** More of them than the results name; none in older reports. */
  readonly reported: readonly RunningCase[];
  readonly onLookAt: (caseId: string) => void;
}) {
  const texts = t.value.findings.running;
  const [order, setOrder] = useState<Order>("atRisk");
  const [most, setMost] = useState(AT_ONCE);
  const all = orderRunning(running, reported, order);
  const cases = all.slice(0, most);
  const { intervalLevel: level, intervalCoverage: coverage, intervalCheckedOn: checked } = running;
  const has = {
    remaining: cases.some((one) => one.remainingTimeSec !== undefined),
    overdue: cases.some((one) => one.overdueRisk !== undefined),
    outcome: cases.some((one) => one.outcomeRisk !== undefined),
  };
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">{texts.count(formatNumber(cases.length), formatNumber(running.count))}</span>
      </header>
      {running.atRisk !== undefined && (
        <div class="filter-fields">
          <label class="named-field">
            <span>{texts.order}</span>
            <select
              value={order}
              onChange={({ currentTarget }) =>
                setOrder(ORDERS.find((name) => name === currentTarget.value) ?? "atRisk")
              }
            >
              {ORDERS.map((name) => (
                <option key={name} value={name}>
                  {texts.orders[name]}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <table class="table is-plain">
        <caption class="visually-hidden">{texts.title}</caption>
        <thead>
          <tr>
            <th>{texts.caseId}</th>
            <th>{texts.last}</th>
            <th>{texts.next}</th>
            {has.remaining && <th class="cell-number">{texts.remaining}</th>}
            {has.overdue && <th class="cell-number">{texts.overdue}</th>}
            {has.outcome && <th class="cell-number">{texts.outcome}</th>}
          </tr>
        </thead>
        <tbody>
          {cases.map((one) => (
            <RunningCaseRow key={one.caseId} item={one} has={has} onLookAt={onLookAt} />
          ))}
        </tbody>
      </table>
      {all.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + 5 * AT_ONCE)}>
          {t.value.findings.more}
        </button>
      )}
      {all.length < running.count && (
        <p class="soft">
          {texts.all} <Link to={`/operations/${encodeURIComponent(operationId)}?tab=results`}>{texts.toFiles}</Link>
        </p>
      )}
      <Meanings
        meanings={[
          [texts.title, texts.meanings.underWay],
          [texts.next, texts.meanings.next],
          [
            texts.remaining,
            level === undefined || coverage === undefined || checked === undefined
              ? texts.meanings.remaining
              : `${texts.meanings.remaining} ${texts.meanings.interval(formatShare(level), formatShare(coverage), formatNumber(checked))}`,
          ],
          [texts.overdue, has.overdue ? texts.meanings.overdue : undefined],
          [texts.outcome, has.outcome ? texts.meanings.outcome : undefined],
        ]}
      />
    </section>
  );
}
