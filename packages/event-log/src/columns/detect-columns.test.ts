import { describe, expect, it } from "vitest";
import { detectTimeFormat } from "../time/detect-time-format.ts";
import { detectColumns, type DetectedColumns } from "./detect-columns.ts";
import { ImportRefusal } from "../terms/import-refusal.ts";

/**
 * Headers as tools write them. Behind each name stands what its values are: c case, a activity, t time, s start, r resource,
 * l life cycle, n measure, k running number, T time of the case, P planned time, x text of the case, y text of the event,
 * d day and h time of day.
 */
const HEADERS = `
XES: case:concept:name=c concept:name=a time:timestamp=t org:resource=r lifecycle:transition=l
pm4py: case_id=c activity=a timestamp=t costs=n resource=r
Disco: Case ID=c Activity=a Resource=r Start Timestamp=s Complete Timestamp=t Variant=x
Apromore: caseID=c activity=a startTime=s endTime=t resource=r
bupaR: handling=a patient=c employee=r handling_id=k time=t
Celonis: _CASE_KEY=c ACTIVITY_EN=a EVENTTIME=t _SORTING=k USER_TYPE=r
Jira changelog: Issue key=c Created=T Updated=t Status=a Assignee=r Story Points=n
Jira history: key=c author=r created=t field=x fromString=y toString=a
ServiceNow audit: Number=c State=a Updated=t Updated by=r Opened=T
ServiceNow metric: id=c value=a start=s end=t duration=n
Camunda: ID_=k PROC_INST_ID_=c ACT_NAME_=a START_TIME_=s END_TIME_=t ASSIGNEE_=r DURATION_=n
Camunda 8: processInstanceKey=c flowNodeName=a startDate=s endDate=t
SAP EKBE: EBELN=c Activity=a CPUDT=d CPUTM=h ERNAM=r WRBTR=n
SAP CDHDR: OBJECTID=c TCODE=a UDATE=d UTIME=h USERNAME=r
Salesforce: Id=k OpportunityId=c StageName=a CreatedDate=t CreatedById=r Amount=n
Zendesk: Ticket ID=c Event=a Timestamp=t Agent=r
GitHub: run_id=c event=a created_at=t actor=r
GitLab: issue_id=c action=a created_at=t author=r
Azure DevOps: Work Item Id=c State=a Changed Date=t Changed By=r
Pega: Case ID=c Task Name=a Start Time=s Completion Time=t Operator=r
UiPath: JobId=c ActivityName=a TimeStamp=t RobotName=y
Signavio: CaseId=c ActivityName=a Timestamp=t
ARIS: Process instance=c Activity=a Activity start time=s Activity end time=t
IBM: ProcessID=c Activity=a StartTime=s EndTime=t Resource=r Role=y
QPR: CaseId=c EventType=a TimeStamp=t
Minit: CaseID=c ActivityID=a Start=s End=t
MyInvenio: Case=c Activity=a Start=s End=t Resource=r
Oracle: Order Number=c Event=a Event Date=t Amount=n
Coupa: Requisition Id=c Status=a Status Date=t Approver=r
Ariba: Document ID=c Event=a Event Time=t User=r
Workday: Request ID=c Step=a Completed On=t Person=r
Epic: Encounter ID=c Event=a Event Time=t Department=x
MIMIC: hadm_id=c activity=a charttime=t
Purchase to pay: PO=c Event=a Date=t Net value=n Vendor=x
Loans: Application ID=c Stage=a Stage Date=t Loan Amount=n
Claims: Claim Number=c Step=a Step Date=t Handler=r Claim Amount=n
Shipments: Shipment=c Milestone=a Date=t Carrier=x Weight=n
Production: Case ID=c Activity=a Resource=r Start Timestamp=s Complete Timestamp=t Span=n
Students: Student ID=c Event=a Time=t
Sber: id=c stages=a dt=t users=r
Kafka: correlation_id=c event_type=a event_time=t payload_size=n
Airflow: run_id=c task_id=a start_date=s end_date=t
Temporal: workflow_id=c event_type=a event_time=t event_id=k
Ticket states: Ticket=c Status=a Created At=T Updated At=t
Case dates: Case ID=c Case Start Date=T Case End Date=T Activity=a Activity Date=t
Case dates plain: Case ID=c Start Date=T End Date=T Activity=a Timestamp=t
Event numbers: Case ID=c Event=k Event Description=a Timestamp=t
Vague: ref=c what=a when=t amount=n
Planned: Order ID=c Activity=a Planned Date=P Actual Date=t
French: Numéro de dossier=c Activité=a Date de début=s Date de fin=t Ressource=r
French plain: N° dossier=c Étape=a Horodatage=t Agent=r Montant=n
German: Fall-ID=c Aktivität=a Startzeit=s Endzeit=t Bearbeiter=r
German plain: Vorgangsnummer=c Vorgangsschritt=a Zeitstempel=t Sachbearbeiter=r Betrag=n
German parts: Auftrag=c Aktion=a Datum=d Uhrzeit=h Benutzer=r
Spanish: Número de caso=c Actividad=a Fecha inicio=s Fecha fin=t Usuario=r
Spanish plain: Expediente=c Estado=a Fecha y hora=t Responsable=r
Italian: ID caso=c Attività=a Data inizio=s Data fine=t Risorsa=r
Italian plain: Pratica=c Fase=a Data ora=t Operatore=r
Portuguese: Processo=c Atividade=a Data início=s Data fim=t Usuário=r
Portuguese plain: Chamado=c Situação=a Data e hora=t Responsável=r
Dutch: Zaaknummer=c Activiteit=a Starttijd=s Eindtijd=t Medewerker=r
Dutch plain: Dossiernummer=c Stap=a Tijdstip=t Behandelaar=r
Polish: Numer sprawy=c Czynność=a Data rozpoczęcia=s Data zakończenia=t Pracownik=r
Polish plain: Zgłoszenie=c Krok=a Znacznik czasu=t Wykonawca=r
Russian: Номер заявки=c Операция=a Дата начала=s Дата окончания=t Исполнитель=r
Russian plain: Дело=c Действие=a Время=t Сотрудник=r
Turkish: Dosya No=c Aktivite=a Başlangıç=s Bitiş=t Kullanıcı=r
Turkish plain: Vaka=c İşlem=a Zaman damgası=t Personel=r
Swedish: Ärendenummer=c Aktivitet=a Starttid=s Sluttid=t Handläggare=r
Danish: Sagsnummer=c Aktivitet=a Tidspunkt=t Sagsbehandler=r
Norwegian: Saksnummer=c Hendelse=a Tidspunkt=t Saksbehandler=r
Finnish: Asianumero=c Vaihe=a Aikaleima=t Käyttäjä=r
Czech: Číslo případu=c Činnost=a Datum a čas=t Uživatel=r
Chinese: 案件编号=c 活动=a 时间戳=t 资源=r
Japanese: 案件番号=c アクティビティ=a 日時=t 担当者=r
`;

const STEPS = ["Register", "Check", "Assess", "Decide", "Pay", "Close"];
const iso = (seconds: number): string =>
  new Date((1_709_500_000 + seconds) * 1000).toISOString().slice(0, 19).replace("T", " ");

/** A log of 40 cases in the order of time, with a column for each kind. */
function rowsOf(kinds: readonly string[]): string[][] {
  const events = Array.from({ length: 40 }, (_, owner) => {
    const steps = owner % 3 === 0 ? [0, 1, 2, 1, 3, 5] : owner % 3 === 1 ? [0, 1, 2, 3, 4, 5] : [0, 1, 3, 5];
    return steps.map((step, at) => ({
      owner,
      step,
      time: owner * 30_000 + at * 21_000 + ((owner * 7 + at * 13) % 11) * 900,
    }));
  });
  return events
    .flat()
    .toSorted((a, b) => a.time - b.time)
    .map(({ owner, step, time }, at) => {
      const values: Record<string, string> = {
        c: `C-${1000 + owner}`,
        a: STEPS[step] ?? "",
        t: iso(time),
        s: iso(time - 300 - (at % 7) * 100),
        T: iso(owner * 30_000 - 5000),
        P: iso(owner * 30_000 + 90_000),
        r: ["Ana", "Bo", "Cy", "Di"][(at * 7 + owner) % 4] ?? "",
        l: "complete",
        n: String(((at * 7919) % 300) + 1),
        k: String(at + 1),
        x: `X${owner % 15}`,
        y: `y${(at * 31) % 9}`,
        d: iso(time).slice(0, 10).replaceAll("-", ""),
        h: iso(time).slice(11).replaceAll(":", ""),
      };
      return kinds.map((kind) => values[kind] ?? "");
    });
}

function detect(names: readonly string[], rows: readonly (readonly string[])[], given = {}): DetectedColumns {
  const columns = names.map((name, index) => ({ name, time: detectTimeFormat(rows.map((row) => row[index] ?? "")) }));
  return detectColumns(columns, rows, given);
}

const headers = HEADERS.trim()
  .split("\n")
  .map((line) => {
    const [tool = "", rest = ""] = line.split(": ", 2);
    const fields = line.slice(tool.length + 2).split(/(?<==\w) /);
    return {
      tool,
      fields: rest === "" ? [] : fields.map((field) => ({ name: field.slice(0, -2), kind: field.slice(-1) })),
    };
  });

const ROLE_KINDS = { caseId: "c", activity: "a", timestamp: "td", startTimestamp: "s" } as const;

describe("detectColumns", () => {
  it("knows the headers of more than 70 exports", () => {
    expect(headers.length).toBeGreaterThan(70);
  });

  it.each(headers.map(({ tool, fields }) => [tool, fields] as const))(
    "gives the roles to the columns of %s",
    (_tool, fields) => {
      const rows = rowsOf(fields.map(({ kind }) => kind));
      const { roles } = detect(
        fields.map(({ name }) => name),
        rows,
      );
      const wrong = Object.entries(ROLE_KINDS).flatMap(([role, kinds]) => {
        const right = fields.findIndex(({ kind }) => kinds.includes(kind));
        const got = roles[role as keyof typeof ROLE_KINDS];
        return got === (right < 0 ? undefined : right) ? [] : [`${role} = ${fields[got ?? -1]?.name ?? "none"}`];
      });
      expect(wrong).toEqual([]);
    },
  );

  it("tells what only values say, or refuses it, and is never silent", () => {
    const kinds = ["c", "a", "t", "n", "y"];
    const { roles, doubts } = detect(["f1", "f2", "f3", "f4", "f5"], rowsOf(kinds));
    expect([roles.caseId, roles.activity, roles.timestamp]).toEqual([0, 1, 2]);
    expect(doubts.map(({ kind, column }) => [kind, column])).toEqual([
      ["RoleUncertain", "f1"],
      ["RoleUncertain", "f2"],
      ["RoleUncertain", "f3"],
    ]);
  });

  it("refuses a table of one row for each case and says what to do", () => {
    const names = ["number", "opened_at", "resolved_at", "state", "priority"];
    const rows = Array.from({ length: 60 }, (_, at) => [
      `INC${at}`,
      iso(at * 5000),
      iso(at * 5000 + 90_000),
      ["New", "Closed"][at % 2] ?? "",
      String(at % 4),
    ]);
    expect(() => detect(names, rows)).toThrow(ImportRefusal);
    expect(() => detect(names, rows)).toThrow('Each row has its own "number"');
  });

  it("takes no attribute of the trace and no copy with a sign before it for an event's", () => {
    const names = ["case:concept:name", "concept:name", "case:startdate", "time:timestamp", "@@start_org:resource"];
    const { roles } = detect(names, rowsOf(["c", "a", "T", "t", "r"]));
    expect(roles).toEqual({ caseId: 0, activity: 1, timestamp: 3 });
  });

  it("finds the time of day in a column of its own", () => {
    const { roles, clocks } = detect(
      ["Case ID", "Activity", "Start Date", "Start Time", "User"],
      rowsOf(["c", "a", "d", "h", "r"]),
    );
    expect([roles.timestamp, clocks.timestamp]).toEqual([2, 3]);
  });

  it("follows what is given, exactly spelt before otherwise spelt", () => {
    const rows = rowsOf(["x", "c", "a", "t"]);
    expect(detect(["Case", "case", "activity", "time"], rows, { caseId: "case" }).roles.caseId).toBe(1);
    expect(detect(["id", "ID2", " Step ", "time"], rows, { caseId: "id2", activity: "step" }).roles).toMatchObject({
      caseId: 1,
      activity: 2,
    });
    expect(() => detect(["id", "time"], rowsOf(["c", "t"]), { activity: "step" })).toThrow('names "step" as activity');
  });
});
