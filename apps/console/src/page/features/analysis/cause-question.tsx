import { formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";
import type { CauseQuestion, CauseShare } from "./findings.ts";
import { Meanings } from "./meanings.tsx";
import { GroupCell } from "./root-causes.tsx";

/** Groups of cases to which something happens more often than to the others. */
export function CauseQuestionCard({
  answer: { question, about = "", cases, casesWith, segmentsCompared, causes, lists },
  onChoose,
}: {
  readonly answer: CauseQuestion;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { causes: texts, columns } = t.value.findings;
  const title = texts.questions[question](about);
  return (
    <section class="card">
      <header class="card-head">
        <h2>{title}</h2>
        <span class="soft">
          {texts.found(formatNumber(lists?.causes.total ?? causes.length), formatNumber(segmentsCompared))}
        </span>
      </header>
      <p class="soft">{texts.happens(formatNumber(casesWith), formatNumber(cases))}</p>
      {causes.length === 0 && <p class="soft">{segmentsCompared === 0 ? texts.notCompared : texts.noneOften}</p>}
      {causes.length > 0 && (
        <>
          <table class="table is-plain">
            <caption class="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th>{texts.group}</th>
                <th class="cell-number">{columns.cases}</th>
                <th class="cell-number">{texts.share}</th>
                <th class="cell-number">{columns.otherMean}</th>
                <th class="cell-number">{texts.more}</th>
              </tr>
            </thead>
            <tbody>
              {causes.map((cause) => (
                <ShareRow key={JSON.stringify(cause.conditions)} cause={cause} onChoose={onChoose} />
              ))}
            </tbody>
          </table>
          <p class="soft">{texts.meanings.shown}</p>
          <Meanings
            meanings={[
              [texts.group, texts.meanings.group],
              [texts.more, texts.meanings.more],
            ]}
          />
        </>
      )}
    </section>
  );
}

function ShareRow({
  cause: { conditions, cases, share, otherShare, differenceLow, differenceHigh },
  onChoose,
}: {
  readonly cause: CauseShare;
  readonly onChoose: (choice: Choice) => void;
}) {
  const { causes: texts, columns } = t.value.findings;
  const points = (difference: number): string => formatNumber(Math.round(1000 * difference) / 10);
  return (
    <tr>
      <GroupCell conditions={conditions} onChoose={onChoose} />
      <td class="cell-number" data-label={columns.cases}>
        {formatNumber(cases)}
      </td>
      <td class="cell-number" data-label={texts.share}>
        {formatShare(share)}
      </td>
      <td class="cell-number" data-label={columns.otherMean}>
        {formatShare(otherShare)}
      </td>
      <td class="cell-number" data-label={texts.more}>
        {texts.points(points(differenceLow), points(differenceHigh))}
      </td>
    </tr>
  );
}
