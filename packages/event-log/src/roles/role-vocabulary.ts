import type { ColumnRole } from "../terms/import-result.ts";

/**
 * Names by role and language, best first, as `plainName` writes them, with bars between. `common` has the names of XES, then
 * English and what other languages say most.
 */
export const ROLE_VOCABULARY: Readonly<Record<ColumnRole, Readonly<Record<string, string>>>> = {
  caseId: {
    common:
      "case concept name|case id|caseid|case identifier|case number|case no|case nr|case key|case" +
      "|case name|trace id|traceid|trace concept name|trace|process instance id|process instance" +
      "|instance id|ticket id|ticket number|ticket|incident id|incident number|incident|order id" +
      "|order number|request id|claim id|application id|document id|correlation id|session id" +
      "|dossier|id dossier|numéro de dossier|numero de dossier|cas|id cas|fall|fall id|fallid" +
      "|fallnummer|vorgangsnummer|vorgangs id|caso|id caso|caso id|expediente|pratica|processo" +
      "|zaak|zaak id|zaaknummer|sprawa|ärende|sag|sagsnummer|дело|номер дела",
    en:
      "case uuid|case reference|case ref|encounter|encounter id|encounter no|csn|visit|visit no|visit nr|visit number|visit id|admission no|admission number|stay|call id|aufenthalt|process id|process instance key|proc inst id|proc inst" +
      "|root proc inst id|instance|issue key|issue id|issue|key|work item id|work item|job id" +
      "|purchase order|purchase order number|purchasing document|po|po number|po no|po id" +
      "|sales order|sales order number|sales document|order|order no|order nr|order ref|order key" +
      "|invoice id|invoice number|invoice|invoice no|shipment|shipment id|shipment number|delivery" +
      "|delivery number|claim|claim number|claim no|loan|loan id|loan number|opportunity" +
      "|opportunity id|lead id|account id|patient|patient id|encounter id|admission id|visit id" +
      "|episode id|hadm id|stay id|policy number|policy id|contract id|contract number|request" +
      "|request number|request no|requisition|requisition id|application|application number" +
      "|application no|app id|submission id|ref|reference|reference number|document number" +
      "|document no|doc id|batch id|lot number|serial number|tracking number|transaction id" +
      "|flow id|work order|work order number|job number|lot|lot id|mrn|booking|booking reference|booking number|enquiry|enquiry no|vehicle|docket no|docket number|record|serial no|serialno|queue item id|run id|workflow id|workflow run id|execution id|pipeline id|build id|number" +
      "|sr number|service request|change id|change number|problem id|parent id|object id" +
      "|document key|related document id|deal|deal id|bug|bug id|shipment no|tracking no|trip id|container no|sfc" +
      "|conversation id|thread id|customer id|student id|id",
    sap: "ebeln|banfn|vbeln|belnr|aufnr|objectid",
    fr:
      "numéro de commande|numero de commande|commande|n dossier|no dossier|numéro|référence" +
      "|référence dossier|demande|numéro de demande|id demande|réf commande|identifiant patient",
    de:
      "auftrag|auftragsnummer|bestellung|bestellnummer|vorgangsnr|vorgang id|aktenzeichen|antrag" +
      "|antragsnummer|antragsnr|fertigungsauftrag|ticket nr|ticketnummer|belegnummer|rechnungsnummer|beleg|fallnr|nr|fall nr|vorgang nr" +
      "|auftragsnr|kundenauftrag|einkaufsbeleg|schadennummer|schadennr",
    es:
      "pedido|numero de pedido|número de pedido|número de caso|numero de caso|solicitud" +
      "|número de expediente|numero expediente|nº expediente",
    it: "ordine|numero ordine|numero pratica|id pratica|richiesta|numero caso",
    pt: "número do processo|numero do processo|id processo|chamado|solicitação|ordem|id do caso|número do caso",
    nl: "dossiernummer|ordernummer|aanvraag|aanvraagnummer|zaak nr",
    pl:
      "nr sprawy|numer sprawy|id sprawy|zamówienie|numer zamówienia|zgłoszenie|nr zgłoszenia" +
      "|wniosek|id przypadku|przypadek",
    ru: "заявка|номер заявки|заказ|номер заказа|id дела|обращение|номер обращения|процесс|id кейса|кейс|id случая",
    tr: "dosya no|dosya|vaka|vaka no|vaka id|sipariş|sipariş no|talep no|talep|başvuru no",
    sv: "ärendenummer|ärendenr|ärende id|ärendeid|ordernr",
    da: "sags id|sagsnr|sag id|sags nr",
    nb: "saksnummer|saksnr|sak|saks id",
    fi: "tilausnumero|asia|asianumero|tapaus|tapaus id",
    cs: "číslo objednávky|id požadavku|případ|číslo případu|id případu",
    hu: "rendelésszám|ügyszám|ügy azonosító",
    ro: "dosar|caz|id caz",
    asia: "案件|案件id|案件编号|案例id|案例|ケースid|案件番号|사례 id|케이스 id",
  },
  activity: {
    common:
      "concept name|activity|activity name|event concept name|task|task name|event|event name" +
      "|activity description|action|step|step name|operation|event type|stage|activité|activite" +
      "|tâche|étape|évènement|événement|aktivität|aktivitaet|aktivitat|tätigkeit|ereignis|schritt" +
      "|aufgabe|vorgang|actividad|tarea|evento|attività|atividade|activiteit|taak|gebeurtenis" +
      "|czynność|aktivitet|активность|действие|status|state|etat|état",
    en:
      "activity label|act name|activity type name|task description|task type|event description" +
      "|event label|event title|action name|action type|action taken|action performed" +
      "|step description|operation name|process step|workflow step|milestone|stage name|phase|what" +
      "|status name|new status|to status|status to|new state|to state|state name|current status" +
      "|status after|new value|transaction code|tcode|change type|message type|subprocess" +
      "|procedure|treatment|handling|service|job name|job|work step|function|activity id|task id" +
      "|act id|task definition key|stages|activities|events|to string|column name|process|station|scan|trial step|job step|work center|workcenter",
    fr:
      "nom activité|nom de l activité|libellé activité|action effectuée|statut|nouveau statut" +
      "|opération|étape du processus|acte|traitement|intervention",
    de:
      "arbeitsgang|behandlung|maßnahme|bearbeitung|arbeitsplatz|aktion|vorgangsschritt|arbeitsschritt|prozessschritt|bearbeitungsschritt|statusname" +
      "|neuer status|aktivitätsname",
    es: "trámite|gestión|estado|etapa|paso|acción|operación|nombre de actividad|nuevo estado",
    it: "lavorazione|stato|fase|azione|passo|nome attività|operazione|nuovo stato",
    pt: "andamento|situação|ação|nome da atividade|novo status|etapa do processo",
    nl: "bewerking|handeling|stap|activiteit naam|processtap|nieuwe status",
    pl: "zadanie|krok|zdarzenie|akcja|nazwa czynności|etap|aktywność",
    ru: "операция|событие|этап|шаг|статус|задача|название операции|название активности",
    tr: "aktivite|faaliyet|işlem|adım|olay|görev|durum",
    sv: "moment|händelse|steg|uppgift|åtgärd",
    da: "hændelse|trin|opgave",
    nb: "hendelse|oppgave",
    fi: "toiminto|toimenpide|vaihe|tapahtuma|aktiviteetti",
    cs: "operace|krok|aktivita|krok procesu|činnost",
    hu: "tevékenység|lépés",
    ro: "activitate|pas",
    asia: "活动|活动名称|アクティビティ|작업|활동",
  },
  timestamp: {
    common:
      "time timestamp|timestamp|complete timestamp|completion timestamp|completion time" +
      "|completion date|complete time|complete date|complete|completed|completed at|end timestamp" +
      "|end time|endtime|end date|enddate|end|ended at|finish time|finish|finished at|date time" +
      "|datetime|event time|eventtime|event timestamp|event date|occurred at|created at|time stamp" +
      "|time|date|ts|horodatage|date de fin|heure de fin|fin|date heure|heure|zeitstempel|endzeit" +
      "|enddatum|ende|zeitpunkt|zeit|datum|marca de tiempo|fecha fin|fecha de fin|fecha hora|fecha" +
      "|hora|data fine|data ora|data|data hora|data fim|tijdstip|tijdstempel|eindtijd|einddatum" +
      "|tijd|время|дата|czas|tid|tidspunkt",
    en:
      "activity date|activity time|activity timestamp|action date|action time|action timestamp" +
      "|status date|status time|status change date|transition date|transition time|when|updated at" +
      "|update time|updated|updated on|last updated|last modified|modified at|modified" +
      "|modified date|modified on|sys updated on|changed at|changed on|change date|change time" +
      "|changed|log time|logged at|log date|recorded at|record time|record date|entry date" +
      "|entry time|posting date|transaction date|transaction time|execution time|executed at" +
      "|performed at|performed on|done at|done on|done|closed at|resolved at|finished|finish date" +
      "|end datetime|end date time|stop time|stop|stopped at|event date time|at|created on|created" +
      "|created date|creation date|creation time|sys created on|opened at|dt|tm|actual end" +
      "|actual end time|actual finish",
    sap: "aedat|cpudt|udate|erdat|budat",
    fr:
      "date de l événement|date action|date activité|date statut|date de création" +
      "|date de modification|date et heure|terminé le|date événement",
    de: "datum zeit|datum uhrzeit|zeitpunkt ende|abgeschlossen am|erledigt am|geändert am|erstellt am|buchungsdatum",
    es:
      "fecha y hora|fecha evento|fecha de actividad|fecha de creación|fecha de modificación" +
      "|fecha estado|marca temporal|fecha finalización",
    it: "data e ora|data evento|data attività|data di fine|data modifica|timestamp fine|ora",
    pt:
      "data e hora|data do evento|data da atividade|data de criação|data de conclusão" +
      "|carimbo de data|data de término",
    nl: "datum tijd|datum en tijd|gewijzigd op|aangemaakt op",
    pl: "data i godzina|data zdarzenia|data zakończenia|znacznik czasu|godzina|czas zakończenia",
    ru:
      "дата и время|дата события|время события|дата окончания|время окончания|дата изменения" +
      "|временная метка|метка времени",
    tr: "zaman damgası|zaman|tarih|tarih saat|bitiş|bitiş zamanı|bitiş tarihi|işlem tarihi",
    sv: "tidsstämpel|tidpunkt|slut|sluttid|slutdatum",
    da: "tidsstempel|slutdato|dato|sluttidspunkt",
    nb: "slutttid",
    fi: "aikaleima|päättymisaika|aika",
    cs: "čas|datum a čas|časové razítko",
    hu: "időbélyeg|dátum|idő",
    ro: "marcaj temporal",
    asia: "时间|时间戳|完成时间|日時|タイムスタンプ|시간|타임스탬프",
  },
  startTimestamp: {
    common:
      "start timestamp|time start|start time|starttime|start date|startdate|start|started at" +
      "|begin timestamp|begin time|begin date|begin|event start time|date de début|date de debut" +
      "|heure de début|début|debut|startzeit|startdatum|beginn|anfang|fecha inicio|fecha de inicio" +
      "|inicio|data inizio|inizio|data início|início|starttijd|begintijd|начало",
    en:
      "start datetime|start date time|starting time|started|started on|begin datetime" +
      "|activity start|activity start time|activity start date|task start|arrival time" +
      "|actual start|actual start time",
    de: "gestartet am|zeitpunkt beginn|startzeitpunkt|beginnzeit|beginndatum",
    fr: "heure début|date début|commencé le|horodatage début",
    es: "fecha y hora de inicio|fecha comienzo|hora inicio|hora de inicio|inicio actividad",
    it: "ora inizio|data di inizio|timestamp inizio",
    pt: "data hora início|hora início|data de início",
    nl: "begindatum|gestart op",
    pl: "data rozpoczęcia|czas rozpoczęcia|początek",
    ru: "дата начала|время начала|дата и время начала",
    tr: "başlangıç|başlangıç zamanı|başlangıç tarihi",
    sv: "starttid",
    da: "startdato|starttidspunkt",
    fi: "aloitusaika|alku",
    cs: "začátek|čas začátku",
    hu: "kezdés",
    ro: "început",
    asia: "开始时间|開始日時|시작 시간",
  },
  resource: {
    common:
      "org resource|resource|resource name|user|username|user name|user id|agent|employee" +
      "|performer|performed by|originator|actor|operator|worker|assignee|assigned to|owner|handler" +
      "|executed by|ressource|utilisateur|acteur|agent traitant|bearbeiter|benutzer|mitarbeiter" +
      "|sachbearbeiter|recurso|usuario|empleado|risorsa|utente|usuário|medewerker|gebruiker|zasób" +
      "|пользователь|исполнитель|ресурс|org role|org group",
    en:
      "org user|resource id|user login|login|changed by|updated by|modified by|sys updated by" +
      "|created by|created by id|sys created by|author|who|person|staff|clerk|participant|role" +
      "|team|group|department|assignment group|assignee id|executor|approver|processed by" +
      "|handled by|completed by|owner id|users|users name|technician|driver|courier|nurse|doctor|physician|surgeon|clinician|advisor|caseworker|robot|bot|tool|machine operator",
    sap: "usnam|ernam",
    de: "werker|arzt|pfleger|sachbearbeiterin|bearbeiterin|benutzername|bearbeitet von|geändert von|anwender|verantwortlich|zuständig",
    fr: "gestionnaire|opérateur|médecin|exécutant|responsable|intervenant|traité par|réalisé par|auteur",
    es: "funcionario|operador|médico|ejecutor|agente|modificado por",
    it: "medico|operatore|esecutore|addetto|responsabile|modificato da",
    pt: "servidor|operador|médico|responsável|funcionário|atendente",
    nl: "behandelaar|uitvoerder|gewijzigd door",
    pl: "użytkownik|wykonawca|pracownik",
    ru: "сотрудник|оператор|ответственный|автор",
    tr: "kaynak|kullanıcı|personel|çalışan|sorumlu",
    sv: "operatör|användare|handläggare|resurs|medarbetare",
    da: "bruger|sagsbehandler|medarbejder",
    nb: "bruker|saksbehandler|ressurs",
    fi: "käsittelijä|käyttäjä|resurssi",
    cs: "uživatel|pracovník|zdroj",
    hu: "ügyintéző|felhasználó|erőforrás",
    ro: "responsabil|utilizator|resursă",
    asia: "用户|资源|担当者|사용자",
  },
  lifecycle: {
    common: "lifecycle transition|lifecycle|life cycle|event lifecycle|transition|lifecycle state",
    en: "lifecycle phase|transition type|event phase|event state|event life cycle|lifecycle event|event transition",
    other:
      "cycle de vie|lebenszyklus|lebenszyklusphase|ciclo de vida|ciclo di vita|levenscyclus" +
      "|cykl życia|жизненный цикл|yaşam döngüsü|livscykel",
  },
};
