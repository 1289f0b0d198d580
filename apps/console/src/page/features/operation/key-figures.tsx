import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { wordsOf } from "../../texts/words-of.ts";

/** Figures of the summary, large, by their names; what they mean stands in the API's documentation and behind the question mark. */
export function KeyFigures({
  summary,
}: {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly operationType: string;
}) {
  const texts = t.value.figures;
  const names: Readonly<Record<string, { readonly name: string; readonly meaning: string }>> = texts.known;
  const figures = Object.entries(summary).filter(([, value]) => ["number", "string"].includes(typeof value));
  if (figures.length === 0) return null;
  return (
    <section class="card">
      <h2>{t.value.operation.results.figures}</h2>
      <ul class="figures">
        {figures.map(([key, value]) => {
          const known = Object.hasOwn(names, key) ? names[key] : undefined;
          return (
            <li key={key}>
              <strong>{typeof value === "number" ? formatNumber(value) : String(value)}</strong>
              {known === undefined ? (
                <span>{wordsOf(key)}</span>
              ) : (
                <details>
                  <summary>{known.name}</summary>
                  <p>{known.meaning}</p>
                </details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
