import { plainName, plainWords } from "../roles/name-fit.ts";
import type { Doubt } from "../terms/doubt.ts";
import { byCase, countSteps, type SampleEvent } from "./sample-events.ts";
import { placesOf, type Places } from "./sequence-places.ts";

/** Names of columns that say which of two events of one time comes first. */
const NAMES =
  /^(?:sorting|sort|sort ?order|sort ?key|sort ?index|sort ?no|sort ?nr|sequence|sequence (?:number|no|nr|id)|seq|seq (?:number|no|nr|id)|order index|(?:event|activity) (?:order|index|idx|sequence|number|no|nr|seq)|step (?:number|no|nr|index)|(?:row|line|event|history|log|audit) (?:number|no|id|index)|eventid|reihenfolge|laufnummer|laufende nummer|lfd nr|ordre|numéro d ordre|orden|secuencia|ordine|sequenza|ordem|sequência|volgnummer|kolejność|порядок|порядковый номер|sıra|sıra no|ordning|løbenummer|järjestys|連番|順番|序号|序號|步骤序号|步骤号|步驟序號|順序|顺序|순번|순서|lp|l p|poř č|pořadí|pořadové číslo|líneas? n|nr crt)$/u;
/** Columns in which bupaR and PM4Py keep the place of each event. */
const OF_TOOLS: ReadonlySet<string> = new Set([".order", "@@index", "@@event_index"]);
/** Words, without accents, of which a name for the place in an order has one. */
const WORDS = new Set(
  "seq sequence sequenz sequencia secuencia sequenza sekwencja sekvens sort sorting sortkey seqnr seqno lfd laufend laufende lnr order orderno ordering ordinal ordre orden ordine ordem ordnung ordning reihenfolge kolejnosc poradi jarjestys sira порядок пор номер nr no num number numero nummer numer cislo position pos posicion posizione pozycja poz index idx line row entry step schritt etape paso passo krok steg stap adim шаг rank rang rango version revision rev progressivo volgnummer lopnummer lobenummer count counter zahler".split(
    " ",
  ),
);
/** Least number of cases with events of one time for a doubt that a column seems to give the order of events but doesn't. */
const LEAST_TIES = 2;
/** Points off where events may stand in another order than a column says. */
const POINTS = 5;
/** A step backward in a hundred may be a clock that ran wrong. */
const MOST_BACKWARD = 0.01;
/** Steps forward that prove a sequence by themselves. */
const ENOUGH_STEPS = 10;
/** Events that don't stand by chance in the order of time. */
const ENOUGH_EVENTS = 30;
const NO_STEPS = { forward: 0, backward: 0 };

export interface SequenceCandidate {
  readonly index: number;
  readonly name: string;
  /** Whether its values are times. */
  readonly isTime: boolean;
}

/**
 * The column that numbers the events of the log or of each case, so that it orders events of one time; null when there is none.
 * It never runs against time. A usual name is enough beside that; a name with a word for it
 * takes numbers that are a sequence by their values; any other name takes one that also follows time all along. Columns
 * that don't have a usual name are looked for only where events of one time stand in another order than they say.
 */
export function findSequence(
  candidates: readonly SequenceCandidate[],
  rows: readonly (readonly (string | null)[])[],
  events: readonly SampleEvent[],
): { readonly index: number; readonly places: Places } | null {
  const owners = ownersOf(rows, events);
  const judged = candidates.flatMap(({ index, name, isTime }) => {
    // Three numbers may be a date; numbers with anything around them are looked at where the name says an order.
    const places = isTime ? null : placesIn(rows, index, owners, !namesOrder(name));
    if (places === null) return [];
    const rank = rankOf(name, places, events);
    return rank === null ? [] : [{ index, places, rank }];
  });
  return judged.toSorted((a, b) => a.rank - b.rank || a.index - b.index)[0] ?? null;
}

export const placesIn = (
  rows: readonly (readonly (string | null)[])[],
  index: number,
  owners: readonly (string | null)[],
  isPlain = false,
): Places | null =>
  placesOf(
    rows.map((row) => row[index] ?? null),
    owners,
    isPlain,
  );

/** The case of each row of the sample. */
export function ownersOf(rows: readonly unknown[], events: readonly SampleEvent[]): readonly (string | null)[] {
  const owners = rows.map((): string | null => null);
  for (const { at, caseKey } of events) owners[at] = caseKey;
  return owners;
}

function rankOf(name: string, { form, values }: Places, events: readonly SampleEvent[]): number | null {
  const known = events.filter(({ at }) => values[at] !== null);
  const valueOf = ({ at }: SampleEvent): number => values[at] ?? 0;
  const cases = byCase(known);
  const ordered = cases.map((members) => members.toSorted((a, b) => valueOf(a) - valueOf(b)));
  const { forward, backward } = countSteps(ordered);
  if (backward > MOST_BACKWARD * (forward + backward)) return null;
  // Numbers with anything around them may be ids, amounts and others, unless they are needed and their name says otherwise.
  const isPlain = form.kind === "number";
  if (!isPlain && !isNeeded(cases, valueOf)) return null;
  if (isPlaceName(name)) return 0;
  const isDistinct = ordered.every((members) =>
    members.every((event, at) => at === 0 || valueOf(event) !== valueOf(members[at - 1] ?? event)),
  );
  if (!isDistinct || known.length < events.length || !isNeeded(cases, valueOf)) return null;
  const isNumbering = ordered.every((members) => countsEvenly(members.map(valueOf)));
  const isRunning = new Set(known.map(valueOf)).size === known.length;
  if (!isNumbering && !isRunning) return null;
  if (hasWord(name)) return isPlain || isNumbering || (backward === 0 && forward >= ENOUGH_STEPS) ? 1 : null;
  if (backward > 0 || !isPlain) return null;
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

const isPlaceName = (name: string): boolean => OF_TOOLS.has(name) || NAMES.test(plainName(name));

const namesOrder = (name: string): boolean => isPlaceName(name) || hasWord(name);

function hasWord(name: string): boolean {
  if (/^\s*(?:#|№)/u.test(name) || /(?:#|№)\s*$/u.test(name)) return true;
  return plainWords(name).some((word) => WORDS.has(word) || /(?:nummer|nr|index|order)$/.test(word));
}

/**
 * A column that is named for the place in an order and has one value for each event of a case, the same ones in every case, but
 * says it in no way that is known: told where events of one time stand in an order that only it knows.
 */
export function doubtUnreadPlaces(
  candidates: readonly SequenceCandidate[],
  rows: readonly (readonly (string | null)[])[],
  events: readonly SampleEvent[],
): Doubt[] {
  const owners = ownersOf(rows, events);
  const cases = byCase(events);
  const ties = cases.filter((members) => new Set(members.map(({ time }) => time)).size < members.length).length;
  if (ties < LEAST_TIES) return [];
  const found = candidates.find(
    ({ index, name, isTime }) =>
      namesOrder(name) && countCases(rows, index, cases) && (isTime || placesIn(rows, index, owners) === null),
  );
  return found === undefined ? [] : [unreadPlaces(found.name)];
}

/** Whether a column has another value for each event of a case, and longer cases have all those of shorter ones. */
function countCases(
  rows: readonly (readonly (string | null)[])[],
  index: number,
  cases: readonly (readonly SampleEvent[])[],
): boolean {
  const sets = cases
    .map((members) => members.map(({ at }) => rows[at]?.[index]?.trim() ?? ""))
    .toSorted((a, b) => a.length - b.length);
  let before: readonly string[] = [];
  for (const values of sets) {
    const set = new Set(values);
    if (set.size < values.length || set.has("") || !before.every((value) => set.has(value))) return false;
    before = values;
  }
  return before.length > 1 && sets.length >= LEAST_TIES;
}

export const unreadPlaces = (column: string, taken = "as in the file"): Doubt => ({
  kind: "UnreadOrder",
  column,
  detail: `"${column}" seems to say the order of the events of a case, but not in numbers that are known; events of one time stand ${taken}. Export plain numbers (1, 2, 3, …) if their order matters.`,
  points: POINTS,
});
