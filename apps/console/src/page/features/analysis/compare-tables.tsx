import { formatDuration, formatNumber, formatShare } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { changeOf, type ComparedFigure, type ComparedRate } from "./compare.ts";

/** Figures of two analyses, and by how much the second differs. */
export function FiguresTable({
  figures,
  names,
}: {
  readonly figures: readonly ComparedFigure[];
  readonly names: readonly [string, string];
}) {
  const texts = t.value.analysis.compare;
  return (
    <table class="table">
      <caption class="visually-hidden">{texts.figures}</caption>
      <thead>
        <tr>
          <th>{texts.figure}</th>
          <th class="cell-number">{names[0]}</th>
          <th class="cell-number">{names[1]}</th>
          <th class="cell-number">{texts.difference}</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ key, unit, values: [a, b] }) => (
          <tr key={key}>
            <td class="cell-name">{texts.keys[key]}</td>
            <td data-label={names[0]} class="cell-number">
              {valueText(unit, a)}
            </td>
            <td data-label={names[1]} class="cell-number">
              {valueText(unit, b)}
            </td>
            <td data-label={texts.difference} class="cell-number">
              {a === null || b === null ? "–" : differenceText(unit, a, b)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What occurs more or less often, in a hundred cases. */
export function ChangesTable({
  title,
  changes,
}: {
  readonly title: string;
  readonly changes: readonly (ComparedRate & { readonly name: string })[];
}) {
  const texts = t.value.analysis.compare;
  return (
    <section class="card">
      <h2>{title}</h2>
      {changes.length === 0 && <p class="soft">{texts.noChange}</p>}
      <ol class="bars">
        {changes.map((change) => (
          <li key={change.name}>
            <span class="bar-name">{change.name}</span>
            <small>
              {texts.changes[changeOf(change)]}: {formatNumber(change.a)} → {formatNumber(change.b)}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}

function valueText(unit: ComparedFigure["unit"], value: number | null): string {
  if (value === null) return "–";
  if (unit === "seconds") return formatDuration(value);
  return unit === "share" ? formatShare(value) : formatNumber(value);
}

function differenceText(unit: ComparedFigure["unit"], a: number, b: number): string {
  if (a === b) return "=";
  const sign = b > a ? "+" : "−";
  const whole = `${sign}${valueText(unit, Math.abs(b - a))}`;
  return unit === "share" || a === 0 ? whole : `${whole} (${sign}${formatShare(Math.abs(b - a) / a)})`;
}
