import { formatsIn } from "@longhaul/domain";
import type { ReportTexts } from "./en.ts";

const { number, day } = formatsIn("fr");

/** What the formats add to a report in French. */
export const fr: ReportTexts = {
  number,
  day,
  contents: "Sommaire",
  keyFigures: "Chiffres clés",
  overview: "Vue d’ensemble",
  sheets: "Feuilles",
  charts: "Graphiques",
  chartsCaption: "Tous les graphiques, chacun à côté de ses chiffres",
  page: (page, of) => `Page ${page} sur ${of}`,
  figure: (at) => `Figure ${at}`,
  table: (at) => `Tableau ${at}`,
  tableName: "Tableau",
  caption: (label, caption) => `${label}\u00a0: ${caption}`,
  inUnit: (caption, unit) => `${caption}, en ${unit}`,
  priority: { High: "Priorité haute", Medium: "Priorité moyenne", Low: "Priorité basse" },
  continued: (heading) => `${heading} (suite)`,
  whatItSays: "Ce qu’il montre",
  furtherRows: (rows) =>
    rows < 2
      ? `${number(rows)} autre ligne dans les autres formats`
      : `${number(rows)} autres lignes dans les autres formats`,
  what: "Objet",
  from: "De",
  to: "À",
  period: "Période",
  units: { days: "jours", hours: "heures", minutes: "minutes", seconds: "secondes" },
};
