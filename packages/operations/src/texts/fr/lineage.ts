import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted } from "./counted.ts";
import { filterName } from "./filters.ts";

const { moment, number } = formatsIn("fr");

/** What the report is made from. */
export const lineage: Catalogue["lineage"] = {
  sourcesTable: (operation) => `D’où viennent les chiffres\u00a0: ${operation}`,
  parametersTable: (operation) => `Paramètres\u00a0: ${operation}`,
  operation: "Opération",
  dataset: "Jeu de données",
  events: "Événements",
  analysed: "Analyse",
  parameters: "Paramètres",
  parameter: "Paramètre",
  records: (records) => counted(records, "enregistrement"),
  characters: (count) => counted(count, "caractère"),
  yes: "oui",
  no: "non",
  span: (first, last) =>
    moment(first) === moment(last) ? `le ${moment(first)}` : `du ${moment(first)} au ${moment(last)}`,
  moment,
  comparedWith: "Comparé au modèle",
  filters: "Filtres",
  filtered: (before, steps) =>
    `sur ${counted(before, "dossier")}\u00a0: ${steps.map(({ filter, casesLeft }) => `${filterName(filter)} en laisse ${number(casesLeft)}`).join(", ")}`,
  phase: (name) => PHASES.get(name) ?? name,
};

const PHASES: ReadonlyMap<string, string> = new Map([
  ["Data Loading & Validation", "Chargement et contrôle des données"],
  ["Process Discovery", "Découverte du processus"],
  ["Machine Learning Analysis", "Apprentissage automatique"],
  ["Report Generation", "Rapport"],
]);
