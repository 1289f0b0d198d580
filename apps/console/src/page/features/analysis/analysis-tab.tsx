import { useMemo, useState } from "preact/hooks";
import { Link } from "../../router/link.tsx";
import { t } from "../../texts/language.ts";
import { FaultLine } from "../../ui/fault-line.tsx";
import { AnalysisFigures } from "./analysis-figures.tsx";
import { Bottlenecks } from "./bottlenecks.tsx";
import { coloursOf } from "./activity-colours.ts";
import { CasesPanel } from "./cases-panel.tsx";
import { ChoiceBar } from "./choice-bar.tsx";
import { withAnother, type Choice } from "./choices.ts";
import { DottedChart } from "./dotted-chart.tsx";
import { findingsParts } from "./findings-parts.tsx";
import { goToPart, PartLinks, PartList, type Parts } from "./part-list.tsx";
import { ProcessMap } from "./process-map.tsx";
import type { Discovery, Report } from "./report.ts";
import { useReport } from "./use-report.ts";
import { Variants } from "./variants.tsx";

/** An analysis as an analyst reads it: figures, the map, the variants, where time is lost, what was learnt, and the cases themselves. */
export function AnalysisTab({ operationId }: { readonly operationId: string }) {
  const { data, error, reload } = useReport(operationId);
  if (data === null)
    return error === null ? (
      <p class="loading">{t.value.shell.loading}</p>
    ) : (
      <FaultLine error={error} onRetry={reload} />
    );
  const { discovery } = data;
  if (discovery === undefined) return <p class="empty">{t.value.analysis.none}</p>;
  return <Analysis operationId={operationId} report={data} discovery={discovery} />;
}

function Analysis({
  operationId,
  report,
  discovery,
}: {
  readonly operationId: string;
  readonly report: Report;
  readonly discovery: Discovery;
}) {
  const [choices, setChoices] = useState<readonly Choice[]>([]);
  const colours = useMemo(() => coloursOf(discovery.graph.nodes), [discovery]);
  const [search, setSearch] = useState("");
  const choose = (choice: Choice): void => setChoices((before) => withAnother(before, choice));
  const lookAt = (caseId: string): void => {
    setSearch(caseId);
    goToPart("cases");
  };
  const { variants, bottlenecks } = discovery;
  const parts: Parts = {
    figures: <AnalysisFigures discovery={discovery} onChoose={choose} />,
    map: <ProcessMap discovery={discovery} onChoose={choose} />,
    variants: variants && <Variants discovery={discovery} variants={variants} colours={colours} onChoose={choose} />,
    bottlenecks: bottlenecks && <Bottlenecks bottlenecks={bottlenecks} onChoose={choose} />,
    ...findingsParts({ operationId, report, discovery, onChoose: choose, onLookAt: lookAt }),
    dots: <DottedChart operationId={operationId} colours={colours} onChoose={choose} />,
    cases: (
      <CasesPanel
        operationId={operationId}
        activities={[...colours.keys()]}
        colours={colours}
        search={search}
        onSearch={setSearch}
        onChoose={choose}
      />
    ),
  };
  return (
    <>
      <div class="analysis-head">
        {report.parameters !== undefined && (
          <ChoiceBar
            name={report.operationName ?? ""}
            parameters={report.parameters}
            choices={choices}
            onChange={setChoices}
          />
        )}
        <Link to={`/compare?a=${encodeURIComponent(operationId)}`} class="button">
          {t.value.analysis.compare.open}
        </Link>
        <PartLinks parts={parts} />
      </div>
      <PartList parts={parts} />
    </>
  );
}
