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
  const order = Object.keys(names);
  const placeOf = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  const figures = Object.entries(summary)
    .filter(([, value]) => ["number", "string"].includes(typeof value))
    .toSorted(([one], [other]) => placeOf(one) - placeOf(other));
  if (figures.length === 0) return null;
  return (
    <section class="card">
      <h2>{t.value.operation.results.figures}</h2>
      <ul class="figures">
        {figures.map(([key, value]) => {
          const known = Object.hasOwn(names, key) ? names[key] : undefined;
          return (
            <li key={key}>
              {typeof value === "number" ? (
                <strong>{formatNumber(value)}</strong>
              ) : (
                <strong class="is-text">{String(value)}</strong>
              )}
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
