import { spanName } from "../text/span-words.ts";
import { plainWords } from "../roles/name-fit.ts";

const setOf = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => plainWords(list)));

/** Words for a time of day. */
const CLOCKS = setOf(
  "time clock hour hhmm hhmmss hms uhrzeit uhr um zeit tijd uur heure hora horario orario ora saat saati zaman",
  "godzina godz czas tid tidspunkt tidpunkt klokkeslæt klokkeslett klockslag klocka klokken klokka kl kello klo kellonaika aika",
  "čas hodina idő időpont óra время час ώρα 時刻 時間 时刻 时间 시각 시간",
  "utime uzeit uzt erzet cputm tim tm",
);
/** Compounds of them. */
const CLOCK_COMPOUND =
  /(?:time|zeit|tijd|(?:start|slut|slutt|stop|stopp|ankomst|avgangs|registrerings)tid|tidspunkt|tidpunkt|aika|時刻|時間|时刻|时间|시각|시간)$/u;
/** Words for an hour, whose column may hold nothing but its number. */
const HOURS = setOf(
  "hour hh uhrzeit uhr stunde heure hora ora uur godzina godz saat saati kello tunti timme hodina óra час 時刻 時 小时 시",
);
/** Words that make something else of a word for the time of day. */
const NO_CLOCK = setOf("zone id type unit code count zeitzone tijdzone");
/** Words for a span of time, whatever stands beside them. */
const SPANS = setOf(
  "duration durations dur elapsed leadtime cycletime runtime downtime uptime overtime effort hours minutes mins seconds secs",
  "sla tat turnaround throughput latency dauer aufwand stunden minuten sekunden",
  "durée délai minutes duración demora plazo minutos horas durata ore minuti duração prazo",
  "duur looptijd uren minuten trwania oczekiwania godzin minut süre süresi bekleme dakika",
  "varaktighet väntetid varighed varighet ventetid tidsåtgång tidsforbrug tidsbruk timmar timer minutter minuter",
  "kesto tuntia minuuttia trvání trvanie doba délka dĺžka prodleva čekání időtartam",
  "длительность продолжительность тривалість срок ожидания διάρκεια",
  "所要時間 経過時間 待ち時間 待時間 待機時間 作業時間 滞留時間 応答時間 実働時間 稼働時間 停止時間 勤務時間 期間 リードタイム サイクルタイム 時長",
  "时长 耗时 耗時 所用时间 所用時間 用时 用時 历时 歷時 持续时间 持續時間 等待时间 等待時間 响应时间 周期 工期",
  "소요시간 경과시간 대기시간 처리시간 지속시간 기간 소요 대기 처리 리드타임 worktime age estimate",
);
/** Words for one that may stand in the name of a start or an end too: `Temps de fin`. */
const SPANS_OR_ENDS = setOf("temps tempo attente espera attesa wait waiting idle delay lag shift schicht turno");
/** A unit behind the name: `Tid (min)`. */
const UNIT = /[([]\s*(?:h|hrs?|hours?|min|mins|minutes?|minuten|s|secs?|seconds?|std|stunden|days?)\s*[)\]]/iu;
const SPAN_COMPOUND = /(?:dauer|aufwand|duration|duur|kesto|varighed|varighet|期間|时长|時長)$/u;
/** Words that make a span of time of a word for time, unless it has a day beside it: `Service Date`, `Service Time`. */
const OF_A_SPAN = setOf(
  "cycle lead processing process handling handle service setup response resolution touch takt travel transit queue run work working",
  "labor labour machine total net gross average avg mean standard std remaining allowed lead throughput taken spent used needed",
  "espera ciclo proceso atención respuesta resolución trabajo viaje",
  "realizacji obsługi totale totaal przetwarzania cyklu pracy przestoju reakcji przejścia wykonania",
  "обработки выполнения работы цикла простоя реакции ответа обслуживания işlem çevrim zpracování čekání",
);
const SPAN_ZEIT =
  /(?:bearbeitungs|durchlauf|warte|liege|rust|lauf|reaktions|losungs|fahr|arbeits|stand|transport|pausen|prozess|service|takt|zyklus|stuck|ausfall|verweil|rest|belegungs|soll|stillstands|leer|wege|gesamt|netto|brutto|durchschnitts|antwort|ruhe|aufenthalts|abwicklungs|maschinen|fertigungs|nutzungs|liefer|dienst|neben|bearbeitung|reise)zeit(?:en)?$/u;
const SPAN_TID =
  /(?:vante|vente|handlaggnings|behandlings|led|lede|cykel|syklus|cyklus|genomlopps|gennemlobs|gjennomlops|kor|kore|stall|svars|svar|res|arbets|arbejds|arbeids|service|liggende)tid$/u;
const SPAN_TIJD =
  /(?:doorloop|wacht|verwerkings|bewerkings|behandel|behandelings|reactie|reis|werk|cyclus|lever|stilstand|respons|omstel)tijd$/u;
const SPAN_AIKA = /(?:odotus|kasittely|lapimeno|lapaisy|vaste|toimitus|tyo|ajo|seisonta|kulunut)aika$/u;
const SPAN_JA = /(?:処理|待ち|待|対応|加工|移動)時間$/u;
/** `Time to resolve`, `Zeit je Einheit`, `Tid i trin`, `Set-up time`. */
const TIME_OF_WHAT =
  /(?:^| )(?:time|zeit|tijd|tid) (?:to|in|since|between|spent|per|je|pro|i|pr) \p{L}|(?:^| )set up (?:time|zeit)/u;
const SPAN_TIMES = [SPAN_ZEIT, SPAN_TID, SPAN_TIJD, SPAN_AIKA, SPAN_JA];

/** Whether a name says that its column holds the time of day. */
export function namesClock(name: string): boolean {
  const words = plainWords(name);
  return (
    words.some((word) => CLOCKS.has(word) || CLOCK_COMPOUND.test(word)) &&
    !words.some((word) => NO_CLOCK.has(word)) &&
    namesDuration(name) === null
  );
}

/** Words for times of day that are agreed or usual, whatever happens. */
const AGREED = setOf(
  "slot slots timeslot window cutoff opening closing appointment birth delivery pickup pick shift shifts break breaks lunch core",
  "termin geburt geburtszeit offnung offnungszeit abholung lieferung schicht schichtbeginn schichtende kernzeit pause pausen pausenbeginn pausenende",
  "créneau ouverture fermeture naissance livraison rendez équipe nacimiento apertura cierre cita entrega turno descanso",
  "nascita consegna appuntamento nascimento abertura fechamento geboorte levering afspraak ploeg pauze",
);
/** Words for what is measured at a start and an end. */
const MEASURES = setOf(
  "value values score scores points amount reading level temp temperature km mileage odometer count qty quantity page weight price",
  "balance version rate percent pct ratio result meter wert betrag punkte stand zählerstand menge seite gewicht preis saldo temperatur",
  "valeur montant quantité poids prix solde valor monto importe cantidad peso precio valore importo quantità prezzo waarde bedrag aantal",
);

/** Whether a name says that its column holds a time of day that is agreed, which isn't that of an event. */
export function namesAgreedClock(name: string): boolean {
  const words = plainWords(name);
  return words.some((word) => AGREED.has(word)) || /(?:^| )cut off(?: |$)/.test(words.join(" "));
}

/** Whether a name says that its column holds what is measured, and not the time of day. */
export const namesMeasure = (name: string): boolean =>
  !namesClock(name) && plainWords(name).some((word) => MEASURES.has(word));

/** Whether a name is a word for the time of day and nothing else. */
export function isClockWord(name: string): boolean {
  const [word = "", ...more] = plainWords(name);
  return more.length === 0 && CLOCKS.has(word);
}

/** Whether a name says that its column may hold the hour alone. */
export const namesHour = (name: string): boolean => plainWords(name).some((word) => HOURS.has(word));

/** How surely a name says that its column holds spans of time; null where it doesn't. */
export function namesDuration(name: string): "sure" | "likely" | null {
  const words = plainWords(name);
  if (UNIT.test(name) || words.some((word) => SPANS.has(word) || SPAN_COMPOUND.test(word))) return "sure";
  if (words.some((word) => SPAN_TIMES.some((pattern) => pattern.test(word)))) return "likely";
  if (spanName(name) !== null) return null;
  if (words.some((word) => SPANS_OR_ENDS.has(word))) return "sure";
  return isTimeOfSpan(words) || TIME_OF_WHAT.test(words.join(" ")) ? "likely" : null;
}

/** `cycle time`, `tiempo de espera`, `czas realizacji`: a word for time with one beside it that makes it a span. */
const isTimeOfSpan = (words: readonly string[]): boolean =>
  words.some((word, at) => {
    if (!CLOCKS.has(word) && word !== "tiempo") return false;
    const [before = "", after = "", behind = ""] = [words[at - 1], words[at + 1], words[at + 2]];
    return OF_A_SPAN.has(before) || OF_A_SPAN.has(after) || (/^d[aeio]$/.test(after) && OF_A_SPAN.has(behind));
  });
