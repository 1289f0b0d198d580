import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Facts } from "../../ui/facts.tsx";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Compliance } from "./findings.ts";
import { Meanings } from "./meanings.tsx";
import { Meter } from "./meter.tsx";

const time = (seconds: number | undefined): string => (seconds === undefined ? "–" : formatDuration(seconds));

/** Where the cases deviate from the model that was given. */
export function DeviationsTable({
  reference: { name, cases, fittingCases, alignmentFitness, activitiesNotInModel, activitiesNotInLog, ...reference },
  onChoose,
}: {
  readonly reference: NonNullable<Compliance["referenceModel"]>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { conformance: texts, columns } = t.value.findings;
  const { deviations, lists } = reference;
  const isTimed = deviations.some(({ meanSec }) => meanSec !== undefined);
  return (
    <>
      <h3>{texts.reference(name)}</h3>
      <Facts
        facts={[
          [
            texts.follow,
            texts.of(formatNumber(fittingCases), formatNumber(cases), formatShare(fittingCases / Math.max(1, cases))),
            texts.meanings.follow,
          ],
          [
            texts.fitness,
            alignmentFitness === undefined ? undefined : formatNumber(alignmentFitness, 3),
            texts.meanings.alignment,
          ],
          [texts.notInModel, activitiesNotInModel.join(", ")],
          [texts.notInLog, activitiesNotInLog.join(", ")],
        ]}
      />
      {deviations.length === 0 && <p class="soft">{texts.noDeviation}</p>}
      {deviations.length > 0 && (
        <>
          <table class="table is-plain">
            <caption>
              {texts.deviations}{" "}
              <small>
                {texts.shown(
                  formatNumber(deviations.length),
                  formatNumber(lists?.deviations.total ?? deviations.length),
                )}
              </small>
            </caption>
            <thead>
              <tr>
                <th>{texts.step}</th>
                <th>{texts.deviation}</th>
                <th class="cell-number">{texts.times}</th>
                <th class="cell-number">{columns.cases}</th>
                <th class="cell-number">{columns.share}</th>
                {isTimed && <th class="cell-number">{columns.mean}</th>}
                {isTimed && <th class="cell-number">{columns.otherMean}</th>}
              </tr>
            </thead>
            <tbody>
              {deviations.map(({ kind, activity, times, share, meanSec, otherMeanSec, ...one }) => (
                <tr key={`${kind} ${activity}`}>
                  <td class="cell-name">
                    <span class="finding-name">{activity}</span>
                    <ChooseButtons
                      choices={[
                        { kind: "with", activity },
                        { kind: "without", activity },
                      ]}
                      onChoose={onChoose}
                    />
                  </td>
                  <td data-label={texts.deviation}>{texts.kinds[kind]}</td>
                  <td class="cell-number" data-label={texts.times}>
                    {formatNumber(times)}
                  </td>
                  <td class="cell-number" data-label={columns.cases}>
                    {formatNumber(one.cases)}
                  </td>
                  <td class="cell-number" data-label={columns.share}>
                    <Meter share={share} />
                  </td>
                  {isTimed && (
                    <td class="cell-number" data-label={columns.mean}>
                      {time(meanSec)}
                    </td>
                  )}
                  {isTimed && (
                    <td class="cell-number" data-label={columns.otherMean}>
                      {time(otherMeanSec)}
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          <Meanings meanings={[[texts.deviation, texts.meanings.deviation]]} />
        </>
      )}
    </>
  );
}
