import { formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";
import type { CauseQuestion, CauseShare } from "./findings.ts";
import { GroupsCard } from "./groups-card.tsx";
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
  return (
    <GroupsCard
      title={texts.questions[question](about)}
      found={lists?.causes.total ?? causes.length}
      compared={segmentsCompared}
      note={texts.happens(formatNumber(casesWith), formatNumber(cases))}
      none={segmentsCompared === 0 ? texts.notCompared : texts.noneOften}
      columns={[texts.share, columns.otherMean, texts.more]}
      meanings={[[texts.more, texts.meanings.more]]}
    >
      {causes.map((cause) => (
        <ShareRow key={JSON.stringify(cause.conditions)} cause={cause} onChoose={onChoose} />
      ))}
    </GroupsCard>
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
