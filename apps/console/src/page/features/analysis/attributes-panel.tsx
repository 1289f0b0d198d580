import { useState } from "preact/hooks";
import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { RESOURCE } from "./attributes-of.ts";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Attribute } from "./findings.ts";
import { Meanings } from "./meanings.tsx";

/** How the cases spread over the values of one attribute, or over those who work on them. */
export function AttributesPanel({
  attributes,
  cases: allCases,
  onChoose,
}: {
  readonly attributes: readonly Attribute[];
  /** Number of cases of the whole analysis. */
  readonly cases: number;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.findings.attributes;
  const [column, setColumn] = useState("");
  const attribute = attributes.find((one) => one.column === column) ?? attributes[0];
  if (attribute === undefined) return null;
  const { shown, total } = attribute.lists.values;
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">{texts.values(formatNumber(shown), formatNumber(total))}</span>
      </header>
      <div class="filter-fields">
        <label class="named-field">
          <span>{texts.choose}</span>
          <select value={attribute.column} onChange={({ currentTarget }) => setColumn(currentTarget.value)}>
            {attributes.map((one) => (
              <option key={one.column} value={one.column}>
                {one.column === RESOURCE ? texts.resource : one.column}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ol class="bars is-dense is-grid">
        {attribute.values.map(({ value, cases, meanSec }) => (
          <li key={value}>
            <span class="bar-head">
              <span class="bar-name">{value}</span>
              <ChooseButtons
                choices={[
                  {
                    kind: "attribute",
                    column: attribute.column,
                    value,
                    ...(attribute.column === RESOURCE ? {} : { of: "firstEvent" }),
                  },
                ]}
                onChoose={onChoose}
              />
            </span>
            <span class="bar">
              <span style={{ width: `${Math.min(100, (100 * cases) / allCases)}%` }} />
            </span>
            <small>
              {[
                texts.cases(cases),
                formatShare(cases / allCases),
                ...(meanSec === undefined ? [] : [texts.mean(formatDuration(meanSec))]),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ol>
      <Meanings
        meanings={[
          [t.value.findings.columns.cases, texts.meanings.value],
          [t.value.findings.columns.mean, texts.meanings.mean],
        ]}
      />
    </section>
  );
}
