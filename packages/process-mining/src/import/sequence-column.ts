import { plainName } from "./roles/name-fit.ts";
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
): number | null {
  const judged = candidates.flatMap(({ index, name }) => {
    const values = wholeValues(rows, index);
    if (values === null) return [];
    const rank = rankOf(name, values, events);
    return rank === null ? [] : [{ index, rank }];
  });
  return judged.toSorted((a, b) => a.rank - b.rank || a.index - b.index)[0]?.index ?? null;
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
  const plain = plainName(name).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ı", "i").replaceAll("ø", "o");
  return plain.split(" ").some((word) => WORDS.has(word) || /(?:nummer|nr|index|order)$/.test(word));
}

/** The numbers of a column; null when it holds anything else. */
function wholeValues(rows: readonly (readonly (string | null)[])[], index: number): (number | null)[] | null {
  const values: (number | null)[] = [];
  let filled = 0;
  for (const row of rows) {
    const text = row[index]?.trim().replace(/^(?:#|№) ?/u, "") ?? "";
    if (text !== "" && !/^-?\d{1,15}(?:\.0+)?$/.test(text)) return null;
    if (text !== "") filled++;
    values.push(text === "" ? null : Number(text));
  }
  return filled === 0 ? null : values;
}
