import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number } = formatsIn("fr");
const listed = (names: readonly string[]): string => names.map(quoted).join(", ");

/** How the cases compare with rules and a reference model. */
export const compliance: Catalogue["compliance"] = {
  heading: "Conformité",
  rulesTable: "Règles et dossiers qui les enfreignent",
  deviationsTable: "Écarts au modèle de référence",
  columns: {
    rule: "Règle",
    concerned: "Dossiers concernés",
    broken: "L’enfreignent",
    deviation: "Écart",
    meanDuration: "Durée moyenne",
    otherMeanDuration: "Des autres dossiers",
  },
  kinds: { notAllowed: "non permis à cet endroit", skipped: "sauté" },
  follow: (fitting, cases, model) =>
    `${number(fitting)} ${isOne(fitting) ? "dossier" : "dossiers"} sur ${number(cases)} ${isOne(fitting) ? "suit" : "suivent"} le modèle de référence ${quoted(model)} du début à la fin.`,
  notInModel: (names) => `Le modèle n’a pas ${listed(names)}.`,
  notInLog: (names) => `Le journal n’a pas ${listed(names)}, du modèle.`,
  untold: (cases) => `Pour ${counted(cases, "dossier")}, les écarts sont trop nombreux pour être dits.`,
};
