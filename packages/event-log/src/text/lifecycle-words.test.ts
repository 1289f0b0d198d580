import { describe, expect, it } from "vitest";
import { lifecycleWord } from "./lifecycle-words.ts";

const WORDS = {
  start:
    "start|Started|STARTED|s|b|begin|begun|In Progress|inprogress|InProgress|Open|opened|running|active|ACTIVITY_STARTED|TaskStart|entered|Check-in|Checked in|launched|resume start|début|Débuté|commencée|démarré|Démarrée|en cours|Ouvert|Beginn|begonnen|GESTARTET|In Bearbeitung|offen|Iniciada|Comenzado|abierto|en curso|Iniziata|avviato|in corso|Aperto|início|começo|em andamento|gestart|aanvang|in behandeling|Rozpoczęta|rozpoczęcie|w toku|Начата|начало|в работе|Открыта|Başlatıldı|başladı|devam ediyor|Påbörjad|startad|påbegyndt|Startet|Aloitettu|alku|Zahájena|začátek|kezdés|început|开始|開始|시작",
  complete:
    "complete|Completed|COMPLETE |c|e|end|Ended|finish|finished|Done|close|Closed|resolved|ActivityCompleted|taskEnd|SUCCESS|succeeded|exited|leave|Check-out|stopped|terminé|Terminée|fin|fini|achevé|clôturé|Fermé|Ende|BEENDET|abgeschlossen|Erledigt|geschlossen|fertig|Finalizada|Terminado|cerrado|fine|Terminata|Chiuso|fim|concluído|encerrado|einde|voltooid|Gereed|Zakończona|zakończono|Zamknięta|Завершена|выполнено|Закрыта|Tamamlandı|bitti|slut|Avslutad|klar|slutført|afsluttet|fullført|Valmis|päättynyt|Dokončena|ukončeno|vége|befejezve|sfârșit|完成|结束|完了|완료",
  other:
    "schedule|assign|withdraw|reassign|suspend|resume|pi_abort|ate_abort|autoskip|manualskip|unknown|Not started|nicht begonnen|no iniciado|não iniciado|не начата|reopened|Failed|waiting",
  none: "on|off|1|Register|New|Approved|Opportunity|Endorsed|Finance|Finnish|Incomplete|start complete|x",
};

describe("lifecycleWord", () => {
  it.each(
    Object.entries(WORDS).flatMap(([step, words]) => words.split("|").map((word): [string, string] => [word, step])),
  )('takes "%s" for %s', (word, step) => {
    expect(lifecycleWord(word) ?? "none").toBe(step);
  });
});
