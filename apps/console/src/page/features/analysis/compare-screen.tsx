import type { OperationListAnswer } from "@longhaul/contracts";
import { useClient } from "../../api/client.ts";
import { usePolled } from "../../api/use-polled.ts";
import { Link } from "../../router/link.tsx";
import { changeQuery, query } from "../../router/router.ts";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { PageTitle } from "../../ui/page-title.tsx";
import { compareFigures, compareMaps, mostChanged } from "./compare.ts";
import { CompareMap } from "./compare-map.tsx";
import { ChangesTable, FiguresTable } from "./compare-tables.tsx";
import { useReport } from "./use-report.ts";

const MOST = 15;

/** Two analyses side by side: their figures, and what differs between their maps. */
export function CompareScreen() {
  const client = useClient();
  const texts = t.value.analysis.compare;
  const [a, b] = [query.value.get("a") ?? "", query.value.get("b") ?? ""];
  const first = useReport(a);
  const second = useReport(b);
  const list = usePolled("completed analyses", (signal) =>
    client.transport.json<OperationListAnswer>({
      path: "/async/operations",
      query: { operationType: "ProcessMiningAnalysis", status: "Completed", pageSize: 100 },
      signal,
    }),
  );
  const [one, other] = [first.data?.discovery, second.data?.discovery];
  const isMissing = [first, second].some(({ data }, idx) => [a, b][idx] !== "" && data !== null && !data.discovery);
  const map = one === undefined || other === undefined ? null : compareMaps(one, other);
  return (
    <>
      <nav class="crumbs">
        <Link to="/operations">{t.value.shell.operations}</Link>
      </nav>
      <PageTitle title={texts.title} />
      <div class="form-grid">
        {(
          [
            ["a", texts.first, a],
            ["b", texts.second, b],
          ] as const
        ).map(([key, name, id]) => (
          <label key={key} class="field">
            <span>{name}</span>
            <select value={id} onChange={({ currentTarget }) => changeQuery({ [key]: currentTarget.value })}>
              <option value="">{texts.choose}</option>
              {id !== "" && !list.data?.operations.some(({ operationId }) => operationId === id) && (
                <option value={id}>{id}</option>
              )}
              {list.data?.operations.map(({ operationId, operationName }) => (
                <option key={operationId} value={operationId}>
                  {operationName}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <FaultLine error={first.error ?? second.error ?? list.error} />
      {isMissing && <p class="empty">{t.value.analysis.none}</p>}
      {(a === "" || b === "") && <p class="empty">{texts.chooseBoth}</p>}
      {one !== undefined && other !== undefined && map !== null && (
        <>
          <FiguresTable figures={compareFigures(one, other)} names={[nameOf(first), nameOf(second)]} />
          <CompareMap map={map} />
          <div class="columns">
            <ChangesTable
              title={t.value.analysis.map.activities}
              changes={mostChanged(map.activities)
                .slice(0, MOST)
                .map((change) => ({ ...change, name: change.activity }))}
            />
            <ChangesTable
              title={t.value.analysis.map.paths}
              changes={mostChanged(map.paths)
                .slice(0, MOST)
                .map((change) => ({ ...change, name: `${change.from} → ${change.to}` }))}
            />
          </div>
        </>
      )}
    </>
  );
}

const nameOf = ({ data }: ReturnType<typeof useReport>): string => data?.operationName ?? "";
