import { t } from "../../texts/language.ts";
import { choiceOfFinding, sentenceOf } from "./anomaly-sentence.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Choice } from "./choices.ts";
import type { AnomalousCase } from "./findings.ts";
import { LookAt } from "./look-at.tsx";

/** Shows an anomalous case with its score and reasons. */
export function AnomalyItem({
  anomaly: { caseId, severity, findings },
  onChoose,
  onLookAt,
}: {
  readonly anomaly: AnomalousCase;
  readonly onChoose: (choice: Choice) => void;
  readonly onLookAt: (caseId: string) => void;
}) {
  return (
    <li>
      <div class="anomaly-head">
        <span class={`level is-${severity}`}>{t.value.findings.anomalies.severities[severity]}</span>
        <LookAt caseId={caseId} onLookAt={onLookAt} />
      </div>
      <ul class="reasons">
        {findings.map((finding, idx) => {
          const choice = choiceOfFinding(finding);
          return (
            <li key={idx}>
              <span>{sentenceOf(finding)}</span>
              {choice !== null && <ChooseButtons choices={[choice]} onChoose={onChoose} />}
            </li>
          );
        })}
      </ul>
    </li>
  );
}
