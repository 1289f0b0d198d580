import { type Figure, LIST_FIGURES, UNITS } from "./figure.ts";
import { FIGURE_TYPES, RESULT_FIGURES } from "./figures.ts";

/**
 * Every number in the results of phases, as nested lines of Markdown, so that each definition stands there once: under the types
 * that have it, and under the object whose key it is. A figure without a unit is a number.
 */
export function resultsMarkdown(): string {
  const figures = new Map<string, { readonly figure: Figure; readonly types: string[] }>();
  for (const type of FIGURE_TYPES)
    for (const figure of [...RESULT_FIGURES[type], ...LIST_FIGURES]) {
      const text = JSON.stringify(figure);
      const known = figures.get(text);
      if (known === undefined) figures.set(text, { figure, types: [type] });
      else known.types.push(type);
    }
  const byTypes = Map.groupBy(figures.values(), ({ types }) => types.join(", "));
  return [...byTypes]
    .map(([types, all]) => `**${types}**\n\n${linesOf(all.map(({ figure }) => figure)).join("\n")}`)
    .join("\n\n");
}

function linesOf(figures: readonly Figure[]): string[] {
  const byObject = Map.groupBy(figures, ({ path }) => path.slice(0, Math.max(path.lastIndexOf("."), 0)));
  return [...byObject].flatMap(([object, own]) => {
    if (object === "" || own.length === 1) return own.map((figure) => lineOf(figure, figure.path));
    const absent = usualAbsence(own);
    const lines = own.map((figure) =>
      lineOf(
        { ...figure, absent: figure.absent === absent ? undefined : figure.absent },
        figure.path.slice(object.length + 1),
      ),
    );
    return [`- \`${object}\`${absent === undefined ? "" : ` (absent ${absent})`}`, ...lines.map((line) => `  ${line}`)];
  });
}

/** When most figures of an object are absent; undefined where some are always there. */
function usualAbsence(figures: readonly Figure[]): string | undefined {
  if (figures.some(({ absent }) => absent === undefined)) return undefined;
  const groups = [...Map.groupBy(figures, ({ absent }) => absent)];
  return groups.toSorted(([, left], [, right]) => right.length - left.length)[0]?.[0];
}

type FigureText = Pick<Figure, "unit" | "definition"> & { readonly absent?: string | undefined };

function lineOf({ unit, definition, absent }: FigureText, name: string): string {
  const remarks = [
    ...(unit === "number" ? [] : [UNITS[unit].text]),
    ...(absent === undefined ? [] : [`absent ${absent}`]),
  ];
  return `- \`${name}\`: ${definition}${remarks.length === 0 ? "" : ` (${remarks.join("; ")})`}`;
}
