import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";
import { doubtText } from "./doubts.ts";

const { number } = formatsIn("fr");

/** What the data is worth. */
export const quality: Catalogue["quality"] = {
  rated: (score) => `Les données sont notées ${number(score)} sur 100`,
  leastFor: (dimension, affected) => `, le point faible étant : ${dimension}${affected === "" ? "" : ` (${affected})`}`,
  leftOut: (records) =>
    ` ; ${counted(records, "enregistrement")} ${isOne(records) ? "n’a pu être utilisé" : "n’ont pu être utilisés"}`,
  noDoubt: " ; rien n’y est douteux",
  inDoubt: (doubts) => `À vérifier : ${doubts.join(" ")}`,
  moreDoubts: (more) => ` ${counted(more, "autre doute", "autres doutes")} en annexe.`,
  ofColumn: (column, detail) => `(${quoted(column)}) ${detail}`,
  affected: (affected, of, what) => `${number(affected)} sur ${number(of)} ${what}`,
  dimensions: {
    completeness: { name: "complétude", affected: "valeurs absentes" },
    uniqueness: { name: "unicité", affected: "événements répétés" },
    orderKnown: { name: "ordre des événements", affected: "étapes à l’heure de la précédente" },
    plausibleTimes: { name: "vraisemblance des dates", affected: "événements qui commencent après leur fin" },
    consistentNames: {
      name: "cohérence des noms",
      affected: "événements dont le nom s’écrit autrement que d’habitude",
    },
    certainRoles: { name: "certitude sur le rôle des colonnes", affected: "" },
  },
  dimensionsTable: (score, operation) => `De quoi se compose la note de ${number(score)} sur 100 : ${operation}`,
  doubtsTable: (operation) => `Ce qui est douteux : ${operation}`,
  columnsTable: (operation) => `Ce que valent les colonnes : ${operation}`,
  columns: {
    dimension: "Dimension",
    pointsLost: "Points perdus",
    counted: "Décompte",
    inDoubt: "Doutes",
    doubt: "Doute",
    column: "Colonne",
    values: "Valeurs",
    detail: "Ce qui a été vu et retenu",
    missing: "Absentes",
    distinct: "Valeurs distinctes",
    type: "Type",
    leftOut: "Écartées",
    repaired: "Réparées",
  },
  valueTypes: {
    BIGINT: "nombre entier",
    DOUBLE: "nombre",
    DECIMAL_COMMA: "nombre",
    GROUPED: "nombre",
    BOOLEAN: "oui ou non",
    TIMESTAMP: "date",
    VARCHAR: "texte",
  },
  kinds: {
    DateOrder: "ordre du jour et du mois",
    MixedTimeUnits: "unités de temps mêlées",
    PlaceholderTime: "date de remplissage",
    OutlyingTime: "date loin de toutes les autres",
    StartAfterEnd: "début après la fin",
    RoleUncertain: "rôle de colonne incertain",
    ScientificIds: "identifiants arrondis",
    FoldedText: "noms qui ne diffèrent que par des blancs ou des accents",
    MissingWords: "mots pour « pas de valeur »",
    RunawayQuote: "guillemet non fermé",
    ReplacedCharacters: "caractères remplacés",
    Encoding: "encodage",
    DoubleEncoding: "encodé deux fois",
    SameTraceName: "dossiers de même nom",
    NewestFirst: "du plus récent au plus ancien",
    NoTimes: "pas de dates",
    RepeatedHour: "heure que les horloges montrent deux fois",
    MixedZones: "dates avec et sans fuseau",
    ZoneColumn: "fuseau dans une autre colonne",
    UnusualYears: "années d’un autre calendrier",
    RepeatedKey: "clé écrite deux fois",
    HiddenRows: "lignes masquées",
    Preamble: "lignes au-dessus du tableau",
    LifecycleWords: "mots du cycle de vie",
  },
  doubt: doubtText,
};
