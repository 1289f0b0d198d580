import {
  a,
  c,
  exportedEvents,
  old,
  r,
  running,
  s,
  t,
  text,
  zulu,
  type Export,
  type ValueOf,
} from "./exported-values.fixture.ts";
import { dayOf, isoOf, type SmallEvent } from "./small-logs.fixture.ts";

const measure: ValueOf = ({ at }) => ((at * 7919) % 300) + 1;
const opened: ValueOf = ({ caseNumber }) =>
  isoOf(exportedEvents[0]?.end ?? 0).replace(/ .*/, ` 0${caseNumber % 8}:00:00`);
const part = (time: number, from: number, to: number): string => isoOf(time).slice(from, to);
const figures = (time: number): string => part(time, 11, 19).replaceAll(":", "");
const day = (time: number, sign = "/"): string => [part(time, 8, 10), part(time, 5, 7), part(time, 0, 4)].join(sign);
const american = (time: number): string => [part(time, 5, 7), part(time, 8, 10), part(time, 0, 4)].join("/");
const half = (time: number, am = "AM", pm = "PM"): string => {
  const hour = Number(part(time, 11, 13));
  return `${String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, "0")}${part(time, 13, 19)} ${hour < 12 ? am : pm}`;
};
const serial = (time: number): number => time / 86_400_000 + 25_569;
const inWords = (language: string): ValueOf => {
  const month = new Intl.DateTimeFormat(language, { month: "long", day: "numeric", timeZone: "UTC" });
  return ({ end }) => {
    const name = month.formatToParts(end).find(({ type }) => type === "month")?.value ?? "";
    return `${Number(part(end, 8, 10))} ${name} ${part(end, 0, 4)} ${part(end, 11, 19)}`;
  };
};
const cest: ValueOf = ({ end }) => `${isoOf(end + 7_200_000)} CEST`;

const ids =
  (from: number): ValueOf =>
  ({ caseNumber }) =>
    from + caseNumber;
const hex =
  (from: number, of: (event: SmallEvent) => number): ValueOf =>
  (event) =>
    (from + of(event) * 7919).toString(16).padStart(32, "0");
const auditId = hex(0xabc000, ({ at }) => at);
const record = hex(0xfff000, ({ caseNumber }) => caseNumber);
const codes = ["VA01", "VA02", "VL01N", "VL02N", "VF01", "FBZ"];
const code: ValueOf = ({ step }) => codes[step] ?? "";

/** Logs by the tool that writes them, or by what is odd about them. */
export const EXPORTS: Readonly<Record<string, Export>> = {
  "ServiceNow's audit": {
    columns: {
      sys_id: auditId,
      documentkey: record,
      fieldname: text("state"),
      oldvalue: old,
      newvalue: a,
      sys_created_on: t,
      sys_created_by: r,
    },
    case: record,
  },
  "Zendesk's audits": {
    columns: {
      ticket_id: ids(30_001),
      audit_id: running,
      author_id: r,
      created_at: zulu,
      event_type: text("Change"),
      previous_value: old,
      value: a,
    },
    case: ids(30_001),
  },
  "GitHub's timeline": {
    columns: {
      repository: text("acme/app"),
      issue_number: ids(101),
      event: a,
      actor: r,
      created_at: zulu,
      issue_created_at: opened,
    },
    case: ids(101),
  },
  "Odoo's tracking": {
    columns: {
      ID: running,
      "Message/Related Document ID": ids(900),
      "New Value Char": a,
      "Old Value Char": old,
      "Created on": t,
      "Created by/Display Name": r,
    },
    case: ids(900),
  },
  "Dynamics' audit": {
    columns: {
      Record: c,
      "Changed Field": text("Status Reason"),
      "Old Value": old,
      "New Value": a,
      "Changed Date": ({ end }) => `${american(end)} ${half(end)}`,
      "Changed By": r,
    },
  },
  "Oracle's workflow items": {
    columns: {
      ITEM_TYPE: text("POAPPRV"),
      ITEM_KEY: c,
      ACTIVITY_LABEL: a,
      ACTIVITY_STATUS: text("COMPLETE"),
      ASSIGNED_USER: r,
      BEGIN_DATE: s,
      END_DATE: t,
    },
    hasStart: true,
  },
  "UiPath's queue": {
    columns: { QueueItemId: ids(7000), ActivityName: a, StartProcessing: s, EndProcessing: t, RetryNumber: text("0") },
    case: ids(7000),
    hasStart: true,
  },
  "Pega's history": {
    columns: {
      pxHistoryForReference: ({ caseNumber }) => `ORG-WORK C-${caseNumber}`,
      pxTimeCreated: ({ end }) => `${dayOf(end).replaceAll("-", "")}T${figures(end)}.123 GMT`,
      pyMessageKey: a,
      pyPerformer: r,
      pxTaskElapsedTime: measure,
    },
    case: ({ caseNumber }) => `ORG-WORK C-${caseNumber}`,
  },
  "FHIR's procedures": {
    columns: {
      "subject.reference": ids(5000),
      "code.display": a,
      effectiveDateTime: zulu,
      status: text("final"),
      "performer.display": r,
    },
    case: ids(5000),
  },
  "a MES": {
    columns: {
      SerialNo: c,
      Station: ({ step }) => `ST${step}`,
      Operation: a,
      Result: text("PASS"),
      TimeIn: s,
      TimeOut: t,
      "CycleTime(s)": measure,
    },
    hasStart: true,
  },
  "Shopify's events": {
    columns: {
      Name: ({ caseNumber }) => `#${1001 + caseNumber}`,
      Event: a,
      "Created at": ({ end }) => `${isoOf(end)} +0000`,
      Author: r,
      Total: measure,
    },
    case: ({ caseNumber }) => `#${1001 + caseNumber}`,
  },
  "a hospital": {
    columns: {
      MRN: ids(88_100),
      DOB: text("1950-05-01"),
      Event: a,
      "Admit Date": opened,
      "Event Date/Time": t,
      Clinician: r,
    },
    case: ids(88_100),
  },
  "a status beside the activity": { columns: { "Case ID": c, Status: text("Completed"), Activity: a, Timestamp: t } },
  "a kind of event beside the activity": {
    columns: { Case: c, "Event Type": ({ step }) => (step % 2 === 0 ? "User" : "System"), Activity: a, Time: t },
  },
  "a step's number beside the task": { columns: { Ticket: c, Step: ({ step }) => step + 1, Task: a, Date: t } },
  "a task's id beside the task": { columns: { "Process Instance": c, "Task ID": running, Task: a, Completed: t } },
  "a phase beside the step": {
    columns: { Order: c, Phase: ({ step }) => (step < 3 ? "Intake" : "Outcome"), Step: a, Finished: t },
  },
  "an old and a new status": { columns: { Issue: c, "Old Status": old, "New Status": a, Date: t, User: r } },
  "from and to": { columns: { Key: c, From: old, To: a, When: t, Who: r } },
  "a status of the case": {
    columns: {
      Claim: c,
      "Current Status": ({ caseNumber }) => (caseNumber % 2 === 0 ? "Open" : "Closed"),
      Event: a,
      "Event Time": t,
    },
  },
  "a customer beside the order": {
    columns: { "Customer ID": ({ caseNumber }) => `K${caseNumber % 4}`, "Order ID": c, Step: a, Date: t },
  },
  "a parent beside the case": {
    columns: { "Parent case": ({ caseNumber }) => `P${caseNumber % 3}`, Case: c, Activity: a, Date: t },
  },
  "a quantity called order": { columns: { "Order quantity": ({ at }) => (at * 31) % 17, Order: c, Step: a, Date: t } },
  "names of columns that say nothing": { columns: { A: measure, B: c, C: a, D: t } },
  "a day and a clock with AM and PM": {
    columns: { Case: c, Activity: a, Date: ({ end }) => american(end), Time: ({ end }) => half(end) },
  },
  "a day and a clock in Spanish": {
    columns: { Caso: c, Actividad: a, Fecha: ({ end }) => day(end), Hora: ({ end }) => half(end, "a. m.", "p. m.") },
  },
  "days and clocks of starts and ends": {
    columns: {
      Case: c,
      Activity: a,
      "Start Date": ({ start }) => day(start, "."),
      "Start Time": ({ start }) => part(start, 11, 19),
      "End Date": ({ end }) => day(end, "."),
      "End Time": ({ end }) => part(end, 11, 19),
    },
    hasStart: true,
  },
  "a spreadsheet's days and shares of days": {
    columns: {
      Case: c,
      Activity: a,
      Date: ({ end }) => Math.floor(serial(end)),
      Time: ({ end }) => (serial(end) % 1).toFixed(8),
    },
  },
  "SAP with clocks without leading zeros": {
    columns: {
      VBELN: ({ caseNumber }) => `00${80_001 + caseNumber}`,
      ERDAT: ({ end }) => dayOf(end).replaceAll("-", ""),
      ERZET: ({ end }) => Number(figures(end)),
      TCODE: code,
      ERNAM: r,
    },
    case: ({ caseNumber }) => `00${80_001 + caseNumber}`,
    activity: code,
  },
  "a spreadsheet's days with six decimals": {
    columns: { case: c, activity: a, time: ({ end }) => serial(end).toFixed(6) },
  },
  "a spreadsheet's days with a decimal comma": {
    columns: { case: c, activity: a, time: ({ end }) => serial(end).toFixed(6).replace(".", ",") },
    delimiter: ";",
  },
  ".NET ticks": {
    columns: { case: c, activity: a, time: ({ end }) => String(BigInt(end) * 10_000n + 621_355_968_000_000_000n) },
  },
  "Windows file times": {
    columns: { case: c, activity: a, time: ({ end }) => String(BigInt(end) * 10_000n + 116_444_736_000_000_000n) },
  },
  "seconds, milliseconds and ISO mixed": {
    columns: { case: c, activity: a, time: ({ end, at }) => [end / 1000, end, isoOf(end)][at % 3] ?? "" },
  },
  "two-digit years first": {
    columns: { case: c, activity: a, time: ({ end }) => isoOf(end).slice(2).replaceAll("-", ".") },
  },
  "year, day and month": {
    columns: {
      case: c,
      activity: a,
      time: ({ end }) => `${part(end, 0, 4)}/${part(end, 8, 10)}/${part(end, 5, 7)} ${part(end, 11, 19)}`,
    },
  },
  "months in French": { columns: { cas: c, activité: a, horodatage: inWords("fr") } },
  "months in Polish": { columns: { sprawa: c, czynność: a, data: inWords("pl") } },
  "months in Turkish": { columns: { vaka: c, işlem: a, zaman: inWords("tr") } },
  "months in Czech": { columns: { případ: c, činnost: a, čas: inWords("cs") } },
  "months in Russian": { columns: { дело: c, действие: a, время: inWords("ru") } },
  "months in Portuguese": { columns: { processo: c, atividade: a, data: inWords("pt") } },
  "a named zone of summer": { columns: { case: c, activity: a, time: cest } },
  "ISO and another format mixed": {
    columns: {
      case: c,
      activity: a,
      time: ({ end, at }) => (at % 3 === 0 ? `${day(end, ".")} ${part(end, 11, 19)}` : isoOf(end)),
    },
  },
  "pandas' index": { columns: { "Unnamed: 0": running, Case: c, Activity: a, Time: t } },
  "a byte-order mark and sep=": {
    columns: { "Case ID": c, Activity: a, Timestamp: t },
    delimiter: ";",
    prefix: "\ufeffsep=;\n",
  },
  "amounts with decimal commas": {
    columns: { Beleg: c, Schritt: a, Zeitpunkt: t, Betrag: ({ at }) => `1.${100 + at},50` },
    delimiter: ";",
  },
};
