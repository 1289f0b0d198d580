import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, quoted } from "./counted.ts";

const { number, percent, span } = formatsIn("fr");

/** `2026-11-27` → `27/11/2026`. */
const dayOf = (start: string): string => start.slice(0, 10).split("-").toReversed().join("/");

/** Labels of figures, columns and series, and captions of tables and charts. */
export const tables: Catalogue["tables"] = {
  comparedName: (letter, name) => `${letter}\u00a0: ${name}`,
  points: (difference) => `${difference}\u00a0points`,
  inPoints: "points",
  cut: (caption, shown, total) => `${caption} (${number(shown)} premiers éléments sur ${number(total)})`,
  keyFigures: {
    cases: "Dossiers",
    events: "Événements",
    activities: "Activités",
    variants: "Variantes",
    medianDuration: "Durée médiane d’un dossier",
    meanDuration: "Durée moyenne d’un dossier",
    p95Duration: "95\u00a0% des dossiers en moins de",
    rework: "Dossiers avec reprise",
    efficiency: "Efficacité du flux",
  },
  quantiles: {
    min: "Le plus court",
    p25: "25\u00a0% en moins de",
    median: "Médiane",
    mean: "Moyenne",
    p75: "75\u00a0% en moins de",
    p95: "95\u00a0% en moins de",
    max: "Le plus long",
  },
  durationsChart: (longest) =>
    `Dossiers par durée\u00a0; la dernière classe regroupe les plus longs, jusqu’à ${span(longest)}`,
  durationsClosedChart: "Dossiers par durée",
  durationsTable: "Répartition des durées de dossier",
  durationIn: (unit) => `Durée du dossier en ${unit}`,
  units: { days: "jours", hours: "heures", minutes: "minutes", seconds: "secondes" },
  longer: "et plus",
  casesStarted: "Dossiers commencés",
  casesEnded: "Dossiers terminés",
  timeline: {
    hour: "Dossiers commencés et terminés par heure (UTC)",
    day: "Dossiers commencés et terminés par jour (UTC)",
    week: "Dossiers commencés et terminés par semaine (UTC)",
    month: "Dossiers commencés et terminés par mois (UTC)",
    quarter: "Dossiers commencés et terminés par trimestre (UTC)",
    year: "Dossiers commencés et terminés par année (UTC)",
  },
  period: {
    hour: (start) => `${start.slice(8, 10)}/${start.slice(5, 7)} ${start.slice(11)} h`,
    day: dayOf,
    week: dayOf,
    month: (start) => `${start.slice(5, 7)}/${start.slice(0, 4)}`,
    quarter: (start) => `T${Math.floor((Number(start.slice(5, 7)) - 1) / 3) + 1} ${start.slice(0, 4)}`,
    year: (start) => start.slice(0, 4),
  },
  variantsChart: (shown, share) =>
    shown === 1
      ? `Dossiers de la variante la plus fréquente, qui couvre ${percent(share)} de tous les dossiers`
      : `Dossiers des ${number(shown)} variantes les plus fréquentes, qui couvrent ${percent(share)} de tous les dossiers`,
  variantsTable: (shown, all) =>
    all === 1
      ? "La seule variante"
      : shown === all
        ? `Toutes les variantes (${number(all)})`
        : `Les ${number(shown)} variantes les plus fréquentes sur ${number(all)}`,
  variantBar: (at, events, path) => `${at}. ${counted(events, "événement")}\u00a0: ${path}`,
  casesAndShare: (cases, share) => `${number(cases)} (${percent(share)})`,
  waitsChart: "Temps d’attente avant chaque activité, tous dossiers confondus",
  timesChart: "Temps écoulé avant la fin de chaque activité, travail compris, tous dossiers confondus",
  waitsTable: "Activités que les dossiers attendent le plus longtemps",
  timesTable: "Activités avant lesquelles passe le plus de temps",
  transitionsTable: "Transitions sur lesquelles passe le plus de temps",
  activitiesTable: (shown, all) =>
    all === 1
      ? "La seule activité"
      : shown === all
        ? `Toutes les activités (${number(all)})`
        : `Les ${number(shown)} activités les plus fréquentes sur ${number(all)}`,
  comparedFigures: "Chiffres clés des deux analyses",
  comparedDurations: "Durées des dossiers dans les deux analyses",
  comparedQuantiles: {
    median: "Durée médiane",
    p75: "75\u00a0% des dossiers en moins de",
    mean: "Durée moyenne",
    p95: "95\u00a0% des dossiers en moins de",
  },
  variantsInBoth: (shared, onlyA, onlyB) =>
    `${shared === 0 ? "Aucune variante" : counted(shared, "variante")} dans les deux analyses, ${number(onlyA)} dans A seulement et ${number(onlyB)} dans B seulement.`,
  onlyMostFrequent: (most) => `Seules les ${number(most)} plus fréquentes de chacune ont été comparées.`,
  sharedVariants: "Part des dossiers des variantes les plus fréquentes des deux analyses",
  newVariants: "Nouvelles dans B\u00a0: variantes les plus fréquentes que A n’a pas",
  lostVariants: "Disparues dans B\u00a0: variantes les plus fréquentes que seul A possède",
  comparedWaits: "Part de tout le temps de cycle passée à attendre une activité",
  comparedTimes: "Part de tout le temps de cycle passée avant la fin d’une activité, son travail compris",
  slower: "Transitions plus longues dans B, selon la médiane",
  faster: "Transitions plus courtes dans B, selon la médiane",
  columns: {
    no: "N°",
    figure: "Indicateur",
    bAgainstA: "B par rapport à A",
    caseDuration: "Durée du dossier",
    time: "Temps",
    activity: "Activité",
    activities: "Activités",
    events: "Événements",
    cases: "Dossiers",
    share: "Part",
    medianDuration: "Durée médiane",
    timeWaited: "Temps d’attente",
    timeBefore: "Temps avant la fin",
    shareOfCycleTime: "Part du temps de cycle",
    times: "Nombre",
    medianWait: "Attente médiane",
    medianTime: "Temps médian",
    fromTo: "De → à",
    meanWork: "Temps de traitement moyen",
    meanWait: "Attente moyenne avant",
    meanBefore: "Temps moyen avant la fin",
    medianInA: "Médiane dans A",
    medianInB: "Médiane dans B",
    difference: "Écart",
    timesInB: "Nombre dans B",
    what: "Objet",
    value: "Valeur",
    measure: "Mesure",
  },
  map: {
    part: (activities, transitions, share) =>
      `${counted(activities[0], "activité")} sur ${number(activities[1])} et ${counted(transitions[0], "transition")} sur ${number(transitions[1])}, soit ${percent(share)} de toutes les étapes`,
    caption: (title, part, keys) => {
      const key = keys.join("\u00a0; ");
      return `Carte du processus, ${quoted(title)}\u00a0: ${part}. ${key.charAt(0).toUpperCase()}${key.slice(1)}.`;
    },
    boxes: "cases\u00a0: événements",
    boxesWork: "cases\u00a0: événements et temps de traitement moyen",
    boxesTime: "cases\u00a0: événements et temps moyen depuis l’étape précédente",
    arrows: "flèches\u00a0: nombre de passages",
    arrowsWait: "flèches\u00a0: nombre de passages et attente moyenne",
    arrowsTime: "flèches\u00a0: nombre de passages et temps moyen",
    red: "rouge\u00a0: là où passe le plus de temps",
    notAllowed: "bordure orange\u00a0: faite dans certains dossiers là où le modèle de référence ne le permet pas",
    skipped:
      "bordure violette en pointillés\u00a0: omise dans certains dossiers alors que le modèle de référence la demande",
    connectors: "cercles numérotés\u00a0: la flèche reprend au même numéro",
  },
};
