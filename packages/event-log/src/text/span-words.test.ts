import { describe, expect, it } from "vitest";
import { pairSpans, spanName } from "./span-words.ts";

describe("pairSpans", () => {
  it.each([
    ["Pick start", "Pick end", "Pick"],
    ["Start Pick", "End Pick", "Pick"],
    ["pick_start_time", "pick_end_time", "pick"],
    ["ship_order_started_at", "ship_order_finished_at", "ship_order"],
    ["PickStartTime", "PickEndTime", "Pick"],
    ["packStart", "packEnd", "pack"],
    ["Assembly (from)", "Assembly (to)", "Assembly"],
    ["Triage In", "Triage Out", "Triage"],
    ["Check-in start", "Check-in end", "Check-in"],
    ["Step 1 begin", "Step 1 finish", "Step 1"],
    ["Prüfung von", "Prüfung bis", "Prüfung"],
    ["Beginn Montage", "Ende Montage", "Montage"],
    ["Début contrôle", "Fin contrôle", "contrôle"],
    ["Contrôle - date de début", "Contrôle - date de fin", "Contrôle"],
    ["Inicio revisión", "Fin revisión", "revisión"],
    ["Revisión desde", "Revisión hasta", "Revisión"],
    ["Inizio collaudo", "Fine collaudo", "collaudo"],
    ["Início da análise", "Fim da análise", "análise"],
    ["Início do contrato", "Fim do contrato", "contrato"],
    ["Check in from", "Check in to", "Check in"],
    ["Controle start", "Controle einde", "Controle"],
    ["Kontrola od", "Kontrola do", "Kontrola"],
    ["Начало проверки", "Окончание проверки", "проверки"],
    ["Kontrol başlangıç", "Kontrol bitiş", "Kontrol"],
    ["Granskning start", "Granskning slut", "Granskning"],
    ["Kontrola začátek", "Kontrola konec", "Kontrola"],
  ])("makes one span of %s and %s", (start, end, label) => {
    const pairs = pairSpans([end, "Note", start]);
    expect([...pairs]).toEqual([[0, { start: 2, label }]]);
  });

  it.each([
    ["Received", "Shipped"],
    ["Order opened", "Order closed"],
    ["Start", "End"],
    ["start_date", "end_date"],
    ["Pick start", "Pack end"],
    ["Pick start", "Pick begin"],
    ["Pick end", "Pick finished"],
    ["Sent from us", "Sent to us"],
  ])("leaves %s and %s two", (first, second) => {
    expect(pairSpans([first, second]).size).toBe(0);
  });

  it("leaves names alone of which several say the same end", () => {
    expect(pairSpans(["Pick start", "Pick begin", "Pick end"]).size).toBe(0);
  });

  it("tells no side by a word inside another", () => {
    expect(spanName("Restart pending")).toBeNull();
    expect(spanName("Calendar")).toBeNull();
  });
});
