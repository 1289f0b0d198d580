import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { BrokenRule } from "./findings.ts";
import { LookAt } from "./look-at.tsx";
import { Meanings } from "./meanings.tsx";
import { Meter } from "./meter.tsx";

const EXAMPLES = 3;

/** The rules that were given, with the cases that break them. */
export function RulesTable({
  rules,
  onLookAt,
}: {
  readonly rules: readonly BrokenRule[];
  readonly onLookAt: (caseId: string) => void;
}) {
  const { conformance: texts, columns } = t.value.findings;
  return (
    <>
      <table class="table is-plain">
        <caption>{texts.rules}</caption>
        <thead>
          <tr>
            <th>{texts.rule}</th>
            <th class="cell-number">{texts.concerned}</th>
            <th class="cell-number">{texts.broken}</th>
            <th class="cell-number">{columns.share}</th>
            <th>{texts.examples}</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ rule, activeCases, violatingCases, share, examples }, idx) => (
            <tr key={idx}>
              <td class="cell-name">{rule}</td>
              <td class="cell-number" data-label={texts.concerned}>
                {formatNumber(activeCases)}
              </td>
              <td class="cell-number" data-label={texts.broken}>
                {formatNumber(violatingCases)}
              </td>
              <td class="cell-number" data-label={columns.share}>
                <Meter share={share} />
              </td>
              <td class="examples" data-label={texts.examples}>
                {examples.length === 0 && "–"}
                {examples.slice(0, EXAMPLES).map((one) => (
                  <LookAt key={one.case} caseId={one.case} onLookAt={onLookAt} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Meanings
        meanings={[
          [texts.concerned, texts.meanings.concerned],
          [texts.broken, texts.meanings.broken],
        ]}
      />
    </>
  );
}
