import { plainName, plainWords } from "./roles/name-fit.ts";
import { byCase, countSteps, type SampleEvent } from "./sample-events.ts";

/** Names of columns that say which of two events of one time comes first. */
const NAMES =
  /^(?:sorting|sort|sort ?order|sort ?key|sort ?index|sort ?no|sort ?nr|sequence|sequence (?:number|no|nr|id)|seq|seq (?:number|no|nr|id)|order index|(?:event|activity) (?:order|index|idx|sequence|number|no|nr|seq)|step (?:number|no|nr|index)|(?:row|line|event|history|log|audit) (?:number|no|id|index)|eventid|reihenfolge|laufnummer|laufende nummer|lfd nr|ordre|numéro d ordre|orden|secuencia|ordine|sequenza|ordem|sequência|volgnummer|kolejność|порядок|порядковый номер|sıra|sıra no|ordning|løbenummer|järjestys|連番|順番|序号|序號|步骤序号|步骤号|步驟序號|順序|顺序|순번|순서|lp|l p|poř č|pořadí|pořadové číslo|líneas? n|nr crt)$/u;
/** Words, without accents, of which a name for the place in an order has one. */
const WORDS = new Set(
  "seq sequence sequenz sequencia secuencia sequenza sekwencja sekvens sort sorting sortkey seqnr seqno lfd laufend laufende lnr order orderno ordering ordinal ordre orden ordine ordem ordnung ordning reihenfolge kolejnosc poradi jarjestys sira порядок пор номер nr no num number numero nummer numer cislo position pos posicion posizione pozycja poz index idx line row entry step schritt etape paso passo krok steg stap adim шаг rank rang rango version revision rev progressivo volgnummer lopnummer lobenummer count counter zahler".split(
    " ",
  ),
);
/** `2.10` is the tenth part of the second. */
const OUTLINE = /^\d{1,12}(?:\.\d{1,3})?$/;
const MOST_PARTS = 1000;
/** A step backward in a hundred may be a clock that ran wrong. */
const MOST_BACKWARD = 0.01;
/** Steps forward that tell a sequence by themselves. */
const ENOUGH_STEPS = 10;
/** Events that don't stand by chance in the order of time. */
const ENOUGH_EVENTS = 30;
const NO_STEPS = { forward: 0, backward: 0 };

export interface SequenceCandidate {
  readonly index: number;
  readonly name: string;
}

/**
 * The column that numbers the events of the log or of each case, so that it tells which of two events of one time comes
 * first; null when there is none. It never runs against time. A usual name is enough beside that; a name with a word for it
 * takes numbers that are a sequence by their values; any other name takes one that also follows time all along. Columns
 * that don't have a usual name are looked for only where events of one time stand in another order than they say.
 */
export function findSequence(
  candidates: readonly SequenceCandidate[],
  rows: readonly (readonly (string | null)[])[],
  events: readonly SampleEvent[],
): { readonly index: number; readonly isOutline: boolean } | null {
  const judged = candidates.flatMap(({ index, name }) => {
    const places = placesOf(rows, index);
    if (places === null) return [];
    const { values, isOutline } = places;
    const rank = rankOf(name, values, events);
    // Numbers with a point are amounts, unless their name says otherwise.
    return rank === null || (isOutline && rank > 1) ? [] : [{ index, isOutline, rank }];
  });
  return judged.toSorted((a, b) => a.rank - b.rank || a.index - b.index)[0] ?? null;
}

function rankOf(name: string, values: readonly (number | null)[], events: readonly SampleEvent[]): number | null {
  const known = events.filter(({ at }) => values[at] !== null);
  const valueOf = ({ at }: SampleEvent): number => values[at] ?? 0;
  const cases = byCase(known);
  const ordered = cases.map((members) => members.toSorted((a, b) => valueOf(a) - valueOf(b)));
  const { forward, backward } = countSteps(ordered);
  if (backward > MOST_BACKWARD * (forward + backward)) return null;
  if (NAMES.test(plainName(name))) return 0;
  const isDistinct = ordered.every((members) =>
    members.every((event, at) => at === 0 || valueOf(event) !== valueOf(members[at - 1] ?? event)),
  );
  if (!isDistinct || known.length < events.length || !isNeeded(cases, valueOf)) return null;
  const isNumbering = ordered.every((members) => countsEvenly(members.map(valueOf)));
  const isRunning = new Set(known.map(valueOf)).size === known.length;
  if (!isNumbering && !isRunning) return null;
  if (hasWord(name)) return 1;
  if (backward > 0) return null;
  if (forward >= ENOUGH_STEPS) return 2;
  const inFile = isRunning ? countSteps([known.toSorted((a, b) => valueOf(a) - valueOf(b))]) : NO_STEPS;
  return known.length >= ENOUGH_EVENTS && inFile.forward > 0 && inFile.backward === 0 ? 2 : null;
}

/** Whether numbers are 0, 1, 2, …, or 1, 2, 3, …, or such in other even steps, as 10, 20, 30. */
function countsEvenly([first = 0, ...others]: readonly number[]): boolean {
  const step = (others[0] ?? first + 1) - first;
  return (
    (first === 0 || first === step || first === 1) && others.every((value, at) => value === first + (at + 1) * step)
  );
}

/** Whether events of one case and one time stand in another order than their numbers say. */
const isNeeded = (cases: readonly (readonly SampleEvent[])[], valueOf: (event: SampleEvent) => number): boolean =>
  cases.some((members) => {
    const last = new Map<number | null, number>();
    return members.some((event) => {
      const before = last.get(event.time);
      last.set(event.time, valueOf(event));
      return before !== undefined && before > valueOf(event);
    });
  });

function hasWord(name: string): boolean {
  if (/^\s*(?:#|№)/u.test(name) || /(?:#|№)\s*$/u.test(name)) return true;
  return plainWords(name).some((word) => WORDS.has(word) || /(?:nummer|nr|index|order)$/.test(word));
}

/** SQL of the numbers that a column's values are sorted by: `#3` is 3, of an outline `2.10` is 2 and 10. */
export function placeSql(sql: string, isOutline: boolean): readonly string[] {
  const text = `ltrim(${sql}::VARCHAR, '#№ ')`;
  const parts = isOutline ? [1, 2].map((part) => `split_part(${text}, '.', ${part})`) : [text];
  return parts.map((part) => `TRY_CAST(${part} AS DOUBLE)`);
}

interface Places {
  readonly values: readonly (number | null)[];
  readonly isOutline: boolean;
}

/** The places in an order that a column gives; null when it holds anything else. */
function placesOf(rows: readonly (readonly (string | null)[])[], index: number): Places | null {
  const texts = rows.map((row) => row[index]?.trim().replace(/^(?:#|№) ?/u, "") ?? "");
  if (texts.every((text) => text === "" || /^-?\d{1,15}(?:\.0+)?$/.test(text))) {
    const values = texts.map((text) => (text === "" ? null : Number(text)));
    return values.every((value) => value === null) ? null : { values, isOutline: false };
  }
  if (!texts.every((text) => text === "" || OUTLINE.test(text))) return null;
  const values = texts.map((text) => {
    const [whole = "", part = "0"] = text.split(".");
    return whole === "" ? null : Number(whole) * MOST_PARTS + Number(part);
  });
  return { values, isOutline: true };
}
