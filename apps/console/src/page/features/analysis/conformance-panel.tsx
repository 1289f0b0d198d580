import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Facts } from "../../ui/facts.tsx";
import type { Choice } from "./choices.ts";
import { DeviationsTable } from "./deviations-table.tsx";
import type { Compliance, ModelQuality } from "./findings.ts";
import { RulesTable } from "./rules-table.tsx";

/** How the cases compare with the discovered model, and with the model and the rules that were given. */
export function ConformancePanel({
  quality,
  compliance: { referenceModel, rules = [] },
  onChoose,
  onLookAt,
}: {
  readonly quality: ModelQuality | undefined;
  readonly compliance: Compliance;
  readonly onChoose: (choice: Choice) => void;
  readonly onLookAt: (caseId: string) => void;
}) {
  const texts = t.value.findings.conformance;
  return (
    <section class="card">
      <h2>{texts.title}</h2>
      {rules.length > 0 && <RulesTable rules={rules} onLookAt={onLookAt} />}
      {referenceModel !== undefined && <DeviationsTable reference={referenceModel} onChoose={onChoose} />}
      {quality !== undefined && (
        <>
          <h3>{texts.model}</h3>
          <Facts
            facts={(["fitness", "fittingCases", "precision", "generalisation", "simplicity"] as const).map((name) => {
              const value = quality[name];
              return [texts[name], value === undefined ? undefined : formatNumber(value, 3), texts.meanings[name]];
            })}
          />
        </>
      )}
    </section>
  );
}
