import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "./edit-distance.ts";
import { proposeMisspellings } from "./propose-misspellings.ts";

/** Pairs of names that mean different things, in seven languages. */
const DIFFERENT = [
  "Release A|Release B|Release C|Release D|Release E",
  "Submit|Resubmit",
  "Approve|Unapprove|Approved|Approval|Disapprove",
  "Activate|Deactivate|Reactivate",
  "Complete|Incomplete|Completed",
  "Check in|Check out",
  "Accept offer|Except offer",
  "Import goods|Export goods",
  "Increase limit|Decrease limit",
  "Open case|Reopen case",
  "Contact customer|Contract customer",
  "Ship order|Ship orders|Shipped order",
  "Send invoice|Sent invoice|Resend invoice",
  "Step I|Step II|Step III",
  "aspect 1|aspect 2|aspect 10",
  "First review|Third review",
  "Load truck|Unload truck|Reload truck",
  "Lock account|Unlock account|Block account",
  "Credit account|Debit account",
  "Internal audit|External audit",
  "Login|Logout",
  "Pay|Repay|Prepay",
  "Assign|Reassign|Unassign",
  "W_Nabellen offertes|W_Nabellen incomplete dossiers",
  "Assess risk|Access risk",
  "Wareneingang|Warenausgang",
  "Eingang prüfen|Ausgang prüfen",
  "Einzahlung|Auszahlung|Anzahlung",
  "Anmelden|Abmelden|Ummelden",
  "Genehmigt|Ungenehmigt|Genehmigen",
  "Auftrag angelegt|Auftrag abgelegt",
  "Einlagern|Auslagern|Umlagern",
  "Valider demande|Invalider demande|Revalider demande",
  "Valider|Validé|Validée",
  "Activer le compte|Désactiver le compte|Réactiver le compte",
  "Monter|Remonter|Démonter",
  "Activar|Desactivar|Reactivar",
  "Aprobado|Desaprobado|Aprobada",
  "Ativar|Desativar|Reativar",
  "Completo|Incompleto|Completa",
  "Approvare|Disapprovare|Approvato",
  "Attivare|Disattivare|Riattivare",
  "Goedgekeurd|Afgekeurd|Ongekeurd",
  "Inschrijven|Uitschrijven",
  "Laden|Ontladen|Herladen",
  "Primera revisión|Tercera revisión",
  "Erste Mahnung|Dritte Mahnung",
  "Première relance|Deuxième relance",
  "Order godkänd|Order ogodkänd",
  "Vara inlämnad|Vara utlämnad",
  "Wniosek zatwierdzony|Wniosek niezatwierdzony",
  "Karta włączona|Karta wyłączona",
  "Smlouva podepsána|Smlouva nepodepsána",
  "Договор подписан|Договор неподписан",
  "Sipariş onaylandı|Sipariş onaylanmadı",
] as const;

/** Words of one language that a slip could have made of each other: no letters tell which was meant. */
const BOTH_WORDS = [
  "Form filled|Form filed",
  "Item packed|Item picked",
  "Payment cleared|Payment cleaned",
  "Bill posted|Bill pasted",
  "Left lane scan|Left line scan",
  "Contract signed|Contract singed",
  "Family united|Family untied",
  "Rechnung gebucht|Rechnung gesucht",
  "Beleg verbucht|Beleg versucht",
  "Solicitud cerrada|Solicitud cercada",
  "Offerta accettata|Offerta accertata",
  "Wniosek złożony|Wniosek założony",
  "Faktura wystawiona|Faktura wstawiona",
] as const;

const NAMES = [
  "Register request",
  "Confirmation of receipt",
  "Examine thoroughly",
  "Prüfung der Rechnung",
  "Freigabe erteilen",
  "Envoyer la facture",
  "Contrôler le dossier",
  "Registrar solicitud",
  "Verificar el pedido",
  "Aprovar orçamento",
  "Emettere la fattura",
  "Controllare magazzino",
  "Aanvraag beoordelen",
  "Factuur versturen",
] as const;

const ofUse = (names: readonly string[], rare: readonly string[], ratio: number) => [
  ...names.map((name) => ({ name, events: 10 * ratio })),
  ...rare.map((name) => ({ name, events: 10 })),
];

describe("proposeMisspellings", () => {
  it.each(DIFFERENT)("tells %s apart, whichever is the frequent one", (group) => {
    const names = group.split("|");
    for (const frequent of names) {
      const others = names.filter((name) => name !== frequent);
      for (const rare of others) expect(proposeMisspellings(ofUse([frequent], [rare], 100))).toEqual([]);
      expect(proposeMisspellings(ofUse([frequent], others, 100))).toEqual([]);
    }
  });

  it("proposes at least nine of ten slips of one letter, each for the name that was meant", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    let planted = 0;
    let proposed = 0;
    let wrong = 0;
    const slips = fc.sample(
      fc.record({
        name: fc.constantFrom(...NAMES),
        kind: fc.constantFrom("drop", "double", "swap", "replace"),
        place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        letter: fc.constantFrom(...letters),
      }),
      { numRuns: 2000, seed: 7 },
    );
    for (const { name, kind, place, letter } of slips) {
      const slip = misspell(name, kind, place, letter);
      if (slip === name) continue;
      planted++;
      const [proposal] = proposeMisspellings(ofUse(NAMES, [slip], 20));
      if (proposal?.to.name === name) proposed++;
      else if (proposal !== undefined) wrong++;
    }
    expect(planted).toBeGreaterThan(1500);
    expect(wrong).toBe(0);
    expect(proposed / planted).toBeGreaterThanOrEqual(0.9);
  });

  it.each([
    ["Check  ticket", "Check ticket"],
    ["check-ticket", "Check ticket"],
    ["Checkticket", "Check ticket"],
    ["Pru\u0308fung der Rechnung", "Prüfung der Rechnung"],
  ])("proposes %j, which only looks different, for %j", (rare, frequent) => {
    expect(proposeMisspellings(ofUse([frequent], [rare], 20))).toMatchObject([
      { from: { name: rare }, to: { name: frequent }, edits: 0, isHardlyWord: true },
    ]);
  });

  it.each(BOTH_WORDS)("holds %s for two words, whichever is the frequent one", (pair) => {
    const [a = "", b = ""] = pair.split("|");
    const proposed = [proposeMisspellings(ofUse([a], [b], 100)), proposeMisspellings(ofUse([b], [a], 100))].flat();
    expect(proposed.filter(({ isHardlyWord }) => isHardlyWord)).toEqual([]);
  });

  it.each([
    ["Verificacion de credito", "Verificación de crédito", false],
    ["Controle de completude", "Contrôle de complétude", true],
    ["Rechnung pruefen", "Rechnung prüfen", true],
    ["Akte schliessen", "Akte schließen", true],
    ["Schvaleni zadosti", "Schválení žádosti", false],
    ["Paiement recu", "Paiement reçu", false],
    ["Siparis onaylandi", "Sipariş onaylandı", false],
    ["Rеgister request", "Register request", true],
  ])("proposes %s, which is only written otherwise, for %s", (rare, frequent, isHardlyWord) => {
    expect(proposeMisspellings(ofUse([frequent], [rare], 20))).toMatchObject([
      { from: { name: rare }, to: { name: frequent }, edits: 0, isHardlyWord },
    ]);
  });

  it("names what is as near, and proposes nothing for a name that is as frequent", () => {
    const names = ["Order packer", "Order parker"];
    expect(proposeMisspellings(ofUse(["Tool sharpening", "Tool sharpeming"], ["Tool sharpeing"], 20))).toMatchObject([
      { to: { name: "Tool sharpeming" }, alternatives: ["Tool sharpening"] },
    ]);
    expect(proposeMisspellings(names.map((name) => ({ name, events: 10 })))).toEqual([]);
  });

  it("takes a slip of a slip for what both were meant to be", () => {
    const found = proposeMisspellings([
      { name: "Confirmation", events: 10_000 },
      { name: "Confirmaton", events: 200 },
      { name: "Confirmton", events: 2 },
    ]);
    expect(found.map(({ to }) => to.name)).toEqual(["Confirmation", "Confirmation"]);
  });
});

describe("editDistance", () => {
  it.each([
    ["abc", "abc", 0],
    ["abc", "acb", 1],
    ["abc", "abcd", 1],
    ["abcd", "dcba", 3],
    ["ca", "abc", 3],
    ["abcdef", "uvwxyz", 3],
  ])("of %s and %s is %i, or more than two", (a, b, edits) => {
    expect(editDistance(Array.from(a), Array.from(b), 2)).toBe(edits);
  });
});

function misspell(name: string, kind: string, place: number, letter: string): string {
  const at = Math.floor(place * name.length);
  // A slip of the hand happens within a word; a blank that is lost or doubled is tried apart.
  if (name[at] === " " || name[at + 1] === " ") return name;
  const [before, one, next, rest] = [name.slice(0, at), name[at] ?? "", name[at + 1] ?? "", name.slice(at + 2)];
  if (kind === "drop") return `${before}${next}${rest}`;
  if (kind === "double") return `${before}${one}${one}${next}${rest}`;
  if (kind === "swap") return `${before}${next}${one}${rest}`;
  return `${before}${letter}${next}${rest}`;
}
