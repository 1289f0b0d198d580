import type { Texts } from "../en/en.ts";
import { counted } from "../words/counted.ts";

const count = counted("fr");

export const start: Texts["start"] = {
  type: "Type d’opération",
  dataset: "Journal d’événements",
  chooseDataset: "Choisissez d’abord un journal d’événements.",
  parameters: "Paramètres",
  more: (parameters) => count(parameters, "autre paramètre", "autres paramètres"),
  name: "Nom",
  start: "Lancer",
  unset: "au choix du service",
  byDefault: (value) => `${value} (par défaut)`,
  yes: "Oui",
  no: "Non",
  notJson: "Ce n’est pas du JSON.",
};
