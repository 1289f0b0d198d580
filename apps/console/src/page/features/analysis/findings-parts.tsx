import { AnomaliesPanel } from "./anomalies-panel.tsx";
import { attributesOf } from "./attributes-of.ts";
import { AttributesPanel } from "./attributes-panel.tsx";
import type { Choice } from "./choices.ts";
import { ConformancePanel } from "./conformance-panel.tsx";
import { findingsOf } from "./findings.ts";
import type { Parts } from "./part-list.tsx";
import { PredictionsPanel } from "./predictions-panel.tsx";
import type { Discovery, Report } from "./report.ts";
import { CauseQuestionCard } from "./cause-question.tsx";
import { RootCauses } from "./root-causes.tsx";
import { RunningCases } from "./running-cases.tsx";

interface Shown {
  readonly operationId: string;
  readonly report: Report;
  readonly discovery: Discovery;
  readonly onChoose: (choice: Choice) => void;
  readonly onLookAt: (caseId: string) => void;
}

/** What an analysis has learnt, as far as it has: causes, attributes, conformance, anomalies, predictions. */
export function findingsParts({ operationId, report, discovery, onChoose, onLookAt }: Shown): Parts {
  const { rootCauses, anomalies, predictions, processModel } = findingsOf(report.phases ?? []);
  const { compliance = {} } = discovery;
  const attributes = attributesOf(report, discovery);
  const running = predictions?.runningCases;
  const isCompared =
    processModel?.quality !== undefined || compliance.referenceModel !== undefined || compliance.rules !== undefined;
  return {
    causes: rootCauses && (
      <>
        <RootCauses rootCauses={rootCauses} onChoose={onChoose} />
        {rootCauses.questions?.map((answer) => (
          <CauseQuestionCard key={`${answer.question} ${answer.about ?? ""}`} answer={answer} onChoose={onChoose} />
        ))}
      </>
    ),
    attributes: attributes.length > 0 && (
      <AttributesPanel attributes={attributes} cases={discovery.cases} onChoose={onChoose} />
    ),
    conformance: isCompared && (
      <ConformancePanel
        quality={processModel?.quality}
        compliance={compliance}
        onChoose={onChoose}
        onLookAt={onLookAt}
      />
    ),
    anomalies: anomalies && (
      <AnomaliesPanel counts={anomalies} anomalies={report.anomalies} onChoose={onChoose} onLookAt={onLookAt} />
    ),
    predictions: predictions && <PredictionsPanel predictions={predictions} />,
    running: running !== undefined && running.count > 0 && (
      <RunningCases
        operationId={operationId}
        running={running}
        reported={report.runningCases?.cases ?? []}
        onLookAt={onLookAt}
      />
    ),
  };
}
