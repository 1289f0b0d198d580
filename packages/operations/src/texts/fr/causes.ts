import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne } from "./counted.ts";

const { number } = formatsIn("fr");

/** What goes with long cases. */
export const causes: Catalogue["causes"] = {
  found: (found, compared) =>
    `Sur ${counted(compared, "groupe")} de dossiers comparés à tous les autres, ${number(found)} ${isOne(found) ? "dure" : "durent"} plus longtemps dans la première moitié de la période et dans la seconde. Il est établi que cela va ensemble, non que l’un cause l’autre.`,
  none: (compared) =>
    `Sur ${counted(compared, "groupe")} de dossiers comparés à tous les autres, aucun ne dure plus longtemps dans les deux moitiés de la période.`,
  table: "Groupes de dossiers qui durent plus longtemps que les autres",
  activitiesTable:
    "Activités que les longs dossiers contiennent ; un chemin plus long dure plus longtemps : elles expliquent peu",
  columns: {
    segment: "Dossiers",
    cases: "Combien",
    mean: "Durée moyenne",
    otherMean: "Celle des autres",
    longerAtLeast: "Plus longs d’au moins",
    longerAtMost: "Et d’au plus",
  },
};
