import { describe, expect, it } from "vitest";
import { csvOf, dayOf, isoOf, smallLog, tracesIn, tracesOf, type SmallEvent } from "../import/small-logs.fixture.ts";
import { accepted, fileOf } from "../import/test-imports.fixture.ts";

/** Cases of about one day each, whose events hardly differ in their day. */
const events = smallLog({ hoursBetweenCases: 5, hoursBetweenSteps: 2 });
const shuffled = events.toSorted((a, b) => ((a.at * 7919) % 101) - ((b.at * 7919) % 101));
const withDays = {
  "Case ID": (event: SmallEvent) => event.caseId,
  Activity: (event: SmallEvent) => event.activity,
  Date: (event: SmallEvent) => dayOf(event.end),
};

const imported = async (rows: readonly SmallEvent[], columns: Parameters<typeof csvOf>[1]) =>
  accepted(await fileOf(csvOf(rows, columns)));

describe("events of one time", () => {
  it.each<[string, readonly SmallEvent[], boolean]>([
    ["oldest first", events, false],
    ["newest first", events.toReversed(), true],
    ["case by case, oldest first", events.toSorted((a, b) => a.caseNumber - b.caseNumber || a.end - b.end), false],
    [
      "case by case, the newest case first, its events oldest first",
      events.toSorted((a, b) => b.caseNumber - a.caseNumber || a.end - b.end),
      false,
    ],
    [
      "case by case, the oldest case first, its events newest first",
      events.toSorted((a, b) => a.caseNumber - b.caseNumber || b.end - a.end),
      true,
    ],
    ["case by case, newest first", events.toSorted((a, b) => b.caseNumber - a.caseNumber || b.end - a.end), true],
  ])("are in the order of a file that stands %s", async (_title, rows, isKnown) => {
    const { tablePath, detected } = await imported(rows, withDays);
    expect(await tracesOf(tablePath)).toEqual(tracesIn(events));
    expect(detected.doubts.some(({ kind }) => kind === "NewestFirst")).toBe(isKnown);
  });

  it.each([".order", "@@index"])("are told of by %s where the file stands in that order too", async (name) => {
    const { quality, detected } = await imported(events, { ...withDays, [name]: ({ at }: SmallEvent) => at + 1 });
    expect(detected.orderedBy).toBe(name);
    expect(quality.dimensions.find(({ dimension }) => dimension === "orderKnown")?.affected).toBe(0);
  });

  it.each(
    ".order|@@index|Seq|SEQNR|_SORTING|sortkey|event_idx|EventOrder|activity_order|log_id|Version|Ordinal|Entry No.|Line|#|Step #|Lfd. Nr.|Reihenfolge|Schrittnummer|N° ordre|Rang|Numéro de séquence|Nº de secuencia|Numero progressivo|Nr. kroku|Kolejnosc|Ordningsnummer|Sıra No|Пор. номер|Position|x7|連番|序号|步骤序号|순번|L.p.|Poř. č.".split(
      "|",
    ),
  )("follow a running number called %s", async (name) => {
    const { detected, tablePath } = await imported(shuffled, { ...withDays, [name]: ({ at }) => at + 1 });
    expect(await tracesOf(tablePath)).toEqual(tracesIn(events));
    expect(detected.orderedBy).toBe(name);
  });

  it.each<[string, string, (event: SmallEvent) => string]>([
    ["a sign before them", "Seq", ({ at }) => `#${at + 1}`],
    ["the case's number before a point", "Step no.", ({ caseNumber, place }) => `${caseNumber + 1}.${place + 1}`],
    ["a part of an outline behind a point", "Seq", ({ place }) => `1.${place + 8}`],
  ])("follow numbers with %s", async (_title, name, textOf) => {
    const { detected, tablePath } = await imported(shuffled, { ...withDays, [name]: textOf });
    expect(await tracesOf(tablePath)).toEqual(tracesIn(events));
    expect(detected.orderedBy).toBe(name);
  });

  it.each<[string, (place: number) => number]>([
    ["Step", (place) => place + 1],
    ["Étape", (place) => place],
    ["Schritt", (place) => place + 1],
    ["Paso", (place) => 10 * (place + 1)],
    ["Position", (place) => 10 * (place + 1)],
    ["Krok", (place) => place + 1],
    ["Steg", (place) => place + 1],
    ["Adım", (place) => place + 1],
  ])("follow the number of each case's events called %s", async (name, numberOf) => {
    const { detected, tablePath } = await imported(shuffled, { ...withDays, [name]: ({ place }) => numberOf(place) });
    expect(await tracesOf(tablePath)).toEqual(tracesIn(events));
    expect(detected.orderedBy).toBe(name);
  });

  /** Places from 1 to 12, so that texts alone would put 10 before 2. */
  const long = Array.from({ length: 8 }, (_, caseNumber) =>
    Array.from({ length: 12 }, (__, place) => ({
      ...(events[0] as SmallEvent),
      caseNumber,
      caseId: `K-${caseNumber}`,
      activity: `Act ${String.fromCodePoint(65 + place)}`,
      end: Date.parse("2024-03-04") + (caseNumber + Math.floor(place / 3)) * 86_400_000,
      place,
      at: caseNumber * 12 + place,
    })),
  ).flat();
  const mixed = long.toSorted((a, b) => ((a.at * 7919) % 101) - ((b.at * 7919) % 101));
  const ROMAN = "I II III IV V VI VII VIII IX X XI XII".split(" ");
  const forms: Readonly<Record<string, (place: number, event: SmallEvent) => string>> = {
    "1,00": (place) => `${place},00`,
    "1.": (place) => `${place}.`,
    "1/12": (place) => `${place}/12`,
    "Pos 1.1": (place) => `Pos 1.${place}`,
    "Version 1.1": (place) => `Version 1.${place}`,
    "Step 1 of 12": (place) => `Step ${place} of 12`,
    "1st": (place) => `${place}${["st", "nd", "rd"][place - 1] ?? "th"}`,
    "(1)": (place) => `(${place})`,
    OP10: (place) => `OP${place * 10}`,
    "K-0/1": (place, { caseId }) => `${caseId}/${place}`,
    "1.2.1": (place) => `1.2.${place}`,
    第1工程: (place) => `第${place}工程`,
    "１": (place) => String(place).replace(/\d/g, (figure) => String.fromCodePoint(0xff10 + Number(figure))),
    "①": (place) => String.fromCodePoint(0x245f + place),
    I: (place) => ROMAN[place - 1] ?? "",
    "Phase i": (place) => `Phase ${ROMAN[place - 1]?.toLowerCase() ?? ""}`,
    A: (place) => String.fromCodePoint(64 + place),
  };

  it.each(Object.keys(forms).map((form, at) => [form, ["Sequence", "Position", "Lfd. Nr."][at % 3] ?? ""]))(
    "follow places written as %s in a column called %s, however they are read",
    async (form, name) => {
      const textOf = (event: SmallEvent): string => forms[form]?.(event.place + 1, event) ?? "";
      const path = await fileOf(csvOf(mixed, { ...withDays, [name]: textOf }, ";"));
      for (const mapping of [{}, { order: name }]) {
        const { detected, tablePath } = await accepted(path, mapping);
        expect(await tracesOf(tablePath)).toEqual(tracesIn(long));
        expect(detected).toMatchObject({ orderedBy: name, doubts: [] });
      }
    },
  );

  it("are told where a column says their order in a way that isn't known", async () => {
    const words = "one two three four five six seven eight nine ten eleven twelve".split(" ");
    const path = await fileOf(csvOf(mixed, { ...withDays, Sequence: ({ place }) => words[place] ?? "" }));
    for (const mapping of [{}, { order: "Sequence" }])
      expect((await accepted(path, mapping)).detected.doubts).toMatchObject([
        { kind: "UnreadOrder", column: "Sequence" },
      ]);
  });

  it.each<[string, (event: SmallEvent) => string]>([
    ["Position", ({ at }) => ["Manager", "Clerk", "Head"][at % 3] ?? ""],
    ["Order no.", ({ caseNumber }) => `PO-${700 + caseNumber}`],
    ["Version", ({ caseNumber }) => `v1.${caseNumber}`],
    ["Document number", ({ at }) => `INV-${(at * 7919) % 1009}`],
    ["Room no.", ({ at }) => `R${(at * 31) % 7}`],
    ["Amount", ({ place }) => `${place + 1}.5`],
    ["Order date", ({ at }) => `0${1 + (at % 9)}.02.2024`],
  ])("follow no column %s that says something else, and nothing is doubted", async (name, valueOf) => {
    const { detected } = await imported(mixed, { ...withDays, [name]: valueOf });
    expect([detected.orderedBy, detected.doubts]).toEqual([undefined, []]);
  });

  it.each<[string, (event: SmallEvent) => string | number]>([
    ["sequence", ({ at }) => 500 - at],
    ["Step", ({ step }) => step + 1],
    ["Line", ({ at }) => (at * 7919) % 31],
    ["Number", ({ at }) => (at * 7919) % 1009],
    ["amount", ({ at }) => (at * 7919) % 1009],
    ["Position", ({ resource }) => resource],
  ])("follow no column %s that runs against time, repeats or is no number", async (name, valueOf) => {
    const { detected } = await imported(events, { ...withDays, [name]: valueOf });
    expect(detected.orderedBy).toBeUndefined();
  });

  it("follow no unnamed number where all times differ", async () => {
    const { detected } = await imported(shuffled, { ...withDays, Date: ({ end }) => isoOf(end), x7: ({ at }) => at });
    expect(detected.orderedBy).toBeUndefined();
  });
});
