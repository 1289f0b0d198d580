import type { Doubt } from "../terms/doubt.ts";
import type { ColumnFacts } from "./column-facts.ts";
import { plainName } from "./name-fit.ts";

/** Names, as `plainName` writes them, of what a field of a record has become. */
const NEW_VALUES =
  /^(?:(?:new|to|after) ?(?:value|string)?|value|added|neuer wert|nouvelle valeur|(?:valor )?nuevo(?: valor)?|nuovo valore|novo valor|nieuwe waarde|nowa wartość|новое значение|yeni değer)(?: char| text)?$/u;
/** Names of which field it was. */
const FIELDS =
  /^(?:(?:changed? ?)?fields? ?(?:name|changed|event|caption|label|key)?|field event|prop(?:erty)?(?: ?(?:key|name))?|attribute(?: ?name)?|what|feld(?:name)?|champ|campo|veld(?:naam)?|pole|поле|alan|changes field name)$/u;
/** Least share of the rows that is of another field. */
const LEAST_SHARE = 0.02;
const MOST_NAMED = 4;
const POINTS = 10;

/** The new values of several fields, read as activities of one kind, as audit trails and change logs have them. */
export function doubtMixedFields(columns: readonly ColumnFacts[], activity: number): Doubt[] {
  const value = columns[activity];
  if (value === undefined || !NEW_VALUES.test(plainName(value.name))) return [];
  const field = columns.find(({ name }, index) => index !== activity && FIELDS.test(plainName(name)));
  if (field === undefined || field.distinct < 2 || field.filled === 0) return [];
  const counts = new Map<number, number>();
  for (const code of field.codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  const most = [...counts.values()].reduce((left, right) => Math.max(left, right), 0);
  if (field.filled - most < LEAST_SHARE * field.filled) return [];
  const names = field.words.slice(0, MOST_NAMED).map((word) => `"${word}"`);
  return [
    {
      kind: "RoleUncertain",
      column: value.name,
      detail: `"${value.name}" was taken as activity, but holds new values of several fields (${names.join(", ")}${field.distinct > MOST_NAMED ? ", …" : ""} in "${field.name}"). Leave the rows of one field in the file, such as the status.`,
      points: POINTS,
    },
  ];
}
