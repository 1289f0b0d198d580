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
import { isoOf } from "./small-logs.fixture.ts";

const amount: ValueOf = ({ at }) => ((at * 7919) % 9000) / 100 + 1;
const worth: ValueOf = ({ caseNumber }) => 1000 + caseNumber * 37;
const iso = (end: number, from: number, to: number): string => isoOf(end).slice(from, to);
/** `04/03/2024 08:00:00`. */
const european =
  (sign: string): ValueOf =>
  ({ end }) =>
    `${iso(end, 8, 10)}${sign}${iso(end, 5, 7)}${sign}${iso(end, 0, 4)} ${iso(end, 11, 19)}`;
const ends = Map.groupBy(exportedEvents, ({ caseId }) => caseId);
const boundary =
  (of: (times: readonly number[]) => number): ValueOf =>
  ({ caseId }) =>
    isoOf(of((ends.get(caseId) ?? []).map(({ end }) => end)));
const opened = boundary((times) => Math.min(...times) - 3_600_000);
const closed = boundary((times) => Math.max(...times) + 3_600_000);
const numbered =
  (prefix: string, from: number): ValueOf =>
  ({ caseNumber }) =>
    `${prefix}${from + caseNumber}`;
const hex = (from: number): string => (0xabc_0000 + from * 7919).toString(16).padStart(32, "0");
const record: ValueOf = ({ caseNumber }) => hex(caseNumber);

/** One case column that isn't the events' own id. */
const of = (caseColumn: string, owner: ValueOf, more: Export["columns"]): Export => ({
  columns: { [caseColumn]: owner, ...more },
  case: owner,
});

/** More logs by the tool, or the language, that names their columns. */
export const MORE_EXPORTS: Readonly<Record<string, Export>> = {
  "Jira's change log": {
    columns: {
      "Issue key": c,
      "Issue Type": text("Bug"),
      "Changelog Author": r,
      "Changelog Created": t,
      Field: text("status"),
      "From String": old,
      "To String": a,
    },
  },
  "Salesforce's stages": of("OpportunityId", numbered("006A", 100), {
    StageName: a,
    Amount: worth,
    Probability: ({ step }) => step * 20,
    CreatedById: r,
    CreatedDate: ({ end }) => `${isoOf(end).replace(" ", "T")}.000+0000`,
  }),
  "Camunda's activities": {
    columns: {
      ID_: ({ at }) => `Act_${at}`,
      PROC_DEF_KEY_: text("invoice"),
      PROC_INST_ID_: record,
      ACT_ID_: ({ step }) => `Task_${step}`,
      ACT_NAME_: a,
      ACT_TYPE_: text("userTask"),
      ASSIGNEE_: r,
      START_TIME_: s,
      END_TIME_: t,
      DURATION_: ({ start, end }) => end - start,
    },
    case: record,
    hasStart: true,
  },
  "SAP's change documents": {
    columns: {
      OBJECTCLAS: text("EINKBELEG"),
      OBJECTID: numbered("45000", 10_000),
      CHANGENR: running,
      USERNAME: r,
      UDATE: ({ end }) => iso(end, 0, 10).replaceAll("-", ""),
      UTIME: ({ end }) => iso(end, 11, 19).replaceAll(":", ""),
      TCODE: ({ step }) => `ME2${step}N`,
    },
    case: numbered("45000", 10_000),
    activity: ({ step }) => `ME2${step}N`,
  },
  "ServiceNow's incidents": of("number", numbered("INC00", 10_000), {
    incident_state: a,
    sys_updated_at: t,
    sys_updated_by: r,
    sys_created_at: opened,
    resolved_at: closed,
    reassignment_count: ({ place }) => place,
  }),
  "XES written as CSV": {
    columns: {
      "case:concept:name": c,
      "concept:name": a,
      "time:timestamp": ({ end }) => `${isoOf(end).replace(" ", "T")}+00:00`,
      "org:resource": r,
      "case:AMOUNT_REQ": worth,
      "lifecycle:transition": text("complete"),
    },
  },
  "MIMIC's transfers": {
    columns: {
      subject_id: ({ caseNumber }) => 10_000 + (caseNumber % 5),
      hadm_id: numbered("22", 100),
      transfer_id: running,
      eventtype: text("transfer"),
      careunit: a,
      intime: s,
      outtime: t,
    },
    case: numbered("22", 100),
    hasStart: true,
  },
  "EPCIS' readings": of("epc", numbered("urn:epc:id:sgtin:0614141.", 107_346), {
    bizStep: a,
    eventTime: zulu,
    readPoint: text("urn:epc:id:sgln:0614141.00777.0"),
    eventTimeZoneOffset: text("+00:00"),
  }),
  "a parcel's scans": of("Barcode", numbered("3STEST", 100_000), {
    "Scan type": a,
    "Scan datetime": t,
    Depot: ({ step }) => `D${step}`,
    Weight: worth,
  }),
  "GitLab's jobs": {
    columns: { pipeline_id: numbered("99", 1000), job_id: running, stage: a, started_at: s, finished_at: t, runner: r },
    case: numbered("99", 1000),
    hasStart: true,
  },
  "clicks of sessions": of("session", record, {
    user_id: ({ caseNumber }) => 5 + (caseNumber % 4),
    event_name: a,
    event_timestamp: ({ end }) => end * 1000,
    page: ({ step }) => `/p/${step}`,
  }),
  "a work order's operations": {
    columns: {
      "Work Order": numbered("WO", 700),
      "Operation No": ({ place }) => 10 * (place + 1),
      "Operation Description": a,
      "Actual Start": s,
      "Actual Finish": t,
      "Planned Start": opened,
      "Planned Finish": closed,
      Machine: r,
      "Qty Completed": amount,
    },
    case: numbered("WO", 700),
    hasStart: true,
  },
  "a call centre": of("CallID", numbered("33", 3000), { AgentName: r, EventType: a, EventDateTime: t }),
  "Celonis' activity table": of("_CASE_KEY", numbered("100_", 0), {
    ACTIVITY_EN: a,
    EVENTTIME: t,
    _SORTING: ({ step }) => step * 10,
    USER_NAME: r,
  }),
  "a process engine": {
    columns: {
      ProcessInstance: numbered("", 12),
      ActivityInstance: running,
      ActivityName: a,
      "Start Date": s,
      "Finish Date": t,
      Participant: r,
    },
    case: numbered("", 12),
    hasStart: true,
  },
  "a tracker of bugs": of("bug_id", numbered("6", 1000), { who: r, bug_when: t, removed: old, added: a }),
  "a customer's tickets": {
    columns: {
      "Customer Name": ({ caseNumber }) => ["Acme", "Bolt", "Cort"][caseNumber % 3] ?? "",
      "Ticket #": numbered("", 7000),
      Status: a,
      "Status Date": t,
      "Assigned To": r,
      "Due Date": closed,
    },
    case: numbered("", 7000),
  },
  French: {
    columns: { "N° dossier": c, Étape: a, "Date de début": s, "Date de fin": t, Responsable: r },
    hasStart: true,
    delimiter: ";",
  },
  Spanish: { columns: { Expediente: c, Trámite: a, "Fecha y hora": t, Funcionario: r, Importe: worth } },
  Italian: { columns: { Pratica: c, Attività: a, "Data e ora": european("/"), Operatore: r, Stato: text("Chiuso") } },
  Portuguese: { columns: { "Nº do processo": c, Movimentação: a, "Data/Hora": european("/"), Usuário: r } },
  Dutch: { columns: { Zaaknummer: c, Processtap: a, Tijdstip: t, Behandelaar: r } },
  Polish: { columns: { "Numer sprawy": c, Czynność: a, "Data zdarzenia": t, Pracownik: r, Kwota: amount } },
  Turkish: { columns: { "Dosya No": c, İşlem: a, "İşlem Tarihi": european("."), Kullanıcı: r } },
  Russian: { columns: { "Номер заявки": c, Операция: a, "Дата и время": t, Исполнитель: r, Сумма: amount } },
  Japanese: { columns: { 伝票番号: c, 作業: a, 日時: t, 担当者: r, 金額: worth } },
  Korean: { columns: { 사건번호: c, 활동: a, 일시: t, 담당자: r } },
  Czech: { columns: { "Číslo případu": c, Aktivita: a, "Datum a čas": t, Zpracovatel: r } },
  Swedish: { columns: { Ärendenummer: c, Händelse: a, Tidpunkt: t, Handläggare: r } },
  Danish: { columns: { Sagsnummer: c, Aktivitet: a, Tidsstempel: t, Medarbejder: r } },
  Hungarian: { columns: { Ügyszám: c, Tevékenység: a, Időpont: t, Ügyintéző: r } },
};

/** Logs of which no column is clearly the activity, so that it is asked for, by the one that is. */
export const UNCLEAR_EXPORTS: Readonly<Record<string, Export["columns"]>> = {
  环节: { 工单号: c, 环节: a, 处理时间: t, 处理人: r },
  "Queue name": { "Loan number": c, "Queue name": a, "In date": s, "Out date": t, Analyst: r, Principal: worth },
  transaction: { claim_no: c, transaction: a, transaction_ts: t, adjuster: r, paid: amount },
  Δραστηριότητα: { "Αριθμός υπόθεσης": c, Δραστηριότητα: a, Ημερομηνία: t, Χρήστης: r },
  النشاط: { "رقم الحالة": c, النشاط: a, الوقت: t, الموظف: r },
};
