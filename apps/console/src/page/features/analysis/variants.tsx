import { useState } from "preact/hooks";
import { formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import type { Choice } from "./choices.ts";
import { ChooseButtons } from "./choose-buttons.tsx";
import type { Discovery, Variant } from "./report.ts";

const AT_ONCE = 15;

/** Sequences of steps with their share of all cases, the most frequent first. */
export function Variants({
  discovery,
  variants,
  colours,
  onChoose,
}: {
  readonly discovery: Discovery;
  readonly variants: readonly Variant[];
  readonly colours: ReadonlyMap<string, number>;
  readonly onChoose: (choice: Choice) => void;
}) {
  const texts = t.value.analysis.variants;
  const [count, setCount] = useState(AT_ONCE);
  let covered = 0;
  return (
    <section class="card">
      <header class="card-head">
        <h2>{texts.title}</h2>
        <span class="soft">{texts.count(formatNumber(discovery.variantCount))}</span>
      </header>
      <ol class="variants">
        {variants.slice(0, count).map(({ activities, cases }, idx) => {
          covered += cases;
          return (
            <li key={idx}>
              <div class="variant-head">
                <strong>{formatShare(cases / discovery.cases)}</strong>
                <small>
                  {texts.cases(cases)} · {texts.covered(formatShare(covered / discovery.cases))}
                </small>
                <ChooseButtons
                  choices={[
                    { kind: "onlyVariant", activities },
                    { kind: "withoutVariant", activities },
                  ]}
                  onChoose={onChoose}
                />
              </div>
              <ol class="chevrons">
                {activities.map((activity, step) => (
                  <li key={step} class={`chevron is-colour-${colours.get(activity) ?? 0}`} title={activity}>
                    {activity}
                  </li>
                ))}
              </ol>
            </li>
          );
        })}
      </ol>
      {variants.length > count && (
        <button type="button" class="button" onClick={() => setCount(count + 5 * AT_ONCE)}>
          {texts.more}
        </button>
      )}
    </section>
  );
}
