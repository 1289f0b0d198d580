import type { Recommendation } from "@longhaul/contracts";
import { t } from "../../texts/language.ts";

/** What to do about the process, with what speaks for it and against it. */
export function Recommendations({ recommendations }: { readonly recommendations: readonly Recommendation[] }) {
  const texts = t.value.figures;
  if (recommendations.length === 0) return null;
  return (
    <section class="card">
      <h2>{texts.recommendations}</h2>
      <ol class="recommendations">
        {recommendations.map((item, idx) => (
          <li key={idx}>
            <p>
              <span class={`level is-${item.priority.toLowerCase()}`}>{texts.levels[item.priority]}</span>{" "}
              <strong>{item.recommendation}</strong>
            </p>
            {item.expectedImprovement !== undefined && <p>{item.expectedImprovement}</p>}
            {(item.compared ?? item.assumed ?? item.refutedBy) !== undefined && (
              <details>
                <summary>{texts.evidence}</summary>
                <dl class="evidence">
                  {(["compared", "assumed", "refutedBy"] as const).map((key) => {
                    const text = item[key];
                    return text === undefined ? null : (
                      <div key={key}>
                        <dt>{texts[key]}</dt>
                        <dd>{text}</dd>
                      </div>
                    );
                  })}
                </dl>
              </details>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
