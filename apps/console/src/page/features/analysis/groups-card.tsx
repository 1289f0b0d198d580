import type { ComponentChildren } from "preact";
import { formatNumber } from "../../texts/formats.ts";
import { t } from "../../texts/language.ts";
import { Meanings } from "./meanings.tsx";

/** Groups of cases that were found to differ from the others, in a table whose first columns are the group and its cases. */
export function GroupsCard({
  title,
  found,
  compared,
  note,
  none,
  columns,
  meanings,
  children,
}: {
  readonly title: string;
  readonly found: number;
  readonly compared: number;
  readonly note?: string;
  /** The text when no group is listed. */
  readonly none: string;
  /** Names of the further columns. */
  readonly columns: readonly string[];
  /** What further columns mean. */
  readonly meanings: readonly (readonly [name: string, meaning: string])[];
  /** A row for each group. */
  readonly children: readonly ComponentChildren[];
}) {
  const { causes: texts, columns: names } = t.value.findings;
  return (
    <section class="card">
      <header class="card-head">
        <h2>{title}</h2>
        <span class="soft">{texts.found(formatNumber(found), formatNumber(compared))}</span>
      </header>
      {note !== undefined && <p class="soft">{note}</p>}
      {children.length === 0 && <p class="soft">{none}</p>}
      {children.length > 0 && (
        <>
          <table class="table is-plain">
            <caption class="visually-hidden">{title}</caption>
            <thead>
              <tr>
                <th>{texts.group}</th>
                {[names.cases, ...columns].map((name) => (
                  <th key={name} class="cell-number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
          <p class="soft">{texts.meanings.shown}</p>
          <Meanings meanings={[[texts.group, texts.meanings.group], ...meanings]} />
        </>
      )}
    </section>
  );
}
