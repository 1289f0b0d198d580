import { useState } from "preact/hooks";
import { formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { wordsOf as wordsOfKey } from "../../texts/words-of.ts";
import { Facts } from "../../ui/facts.tsx";
import { AnomalyItem } from "./anomaly-item.tsx";
import type { Choice } from "./choices.ts";
import type { AnomalousCases, AnomalyCounts } from "./findings.ts";

const AT_ONCE = 8;
const SEVERITIES = ["high", "medium", "low"] as const;

/** Cases that stand out, each with its reasons. */
export function AnomaliesPanel({
  counts,
  anomalies,
  onChoose,
  onLookAt,
}: {
  readonly counts: AnomalyCounts;
  /** Absent in older reports. */
  readonly anomalies: AnomalousCases | undefined;
  readonly onChoose: (choice: Choice) => void;
  readonly onLookAt: (caseId: string) => void;
}) {
  const texts = t.value.findings.anomalies;
  const [reason, setReason] = useState("");
  const [most, setMost] = useState(AT_ONCE);
  const cases = anomalies?.cases ?? [];
  const reasons = [...new Set(cases.flatMap(({ findings }) => findings.map(({ kind }) => kind)))];
  const matching = cases.filter(({ findings }) => reason === "" || findings.some(({ kind }) => kind === reason));
  const kinds: Readonly<Record<string, string>> = texts.kinds;
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">
          {texts.shown(formatNumber(Math.min(most, matching.length)), formatNumber(counts.detected))}
        </span>
      </header>
      <Facts
        facts={[
          ...SEVERITIES.map(
            (name) =>
              [texts.severities[name], formatNumber(counts[`${name}Severity`]), texts.meanings.severity] as const,
          ),
          [texts.falseShare, formatShare(counts.falsePositiveRate), texts.meanings.falseShare],
          [
            texts.recall,
            counts.recallOnPlanted === undefined ? undefined : formatShare(counts.recallOnPlanted),
            texts.meanings.recall,
          ],
        ]}
      />
      {counts.detected === 0 && <p class="soft">{texts.none}</p>}
      {counts.detected > 0 && anomalies === undefined && <p class="soft">{texts.notListed}</p>}
      {reasons.length > 1 && (
        <div class="filter-fields">
          <label class="named-field">
            <span>{texts.kind}</span>
            <select
              value={reason}
              onChange={({ currentTarget }) => {
                setReason(currentTarget.value);
                setMost(AT_ONCE);
              }}
            >
              <option value="">{texts.any}</option>
              {reasons.map((kind) => (
                <option key={kind} value={kind}>
                  {kinds[kind] ?? wordsOfKey(kind)}
                </option>
              ))}
            </select>
          </label>
        </div>
      )}
      <ol class="anomalies">
        {matching.slice(0, most).map((one) => (
          <AnomalyItem key={one.caseId} anomaly={one} onChoose={onChoose} onLookAt={onLookAt} />
        ))}
      </ol>
      {matching.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + 3 * AT_ONCE)}>
          {t.value.findings.more}
        </button>
      )}
    </section>
  );
}
