import { doubtDetail } from "@longhaul/contracts/doubt-details";
import { DOUBT_KINDS } from "@longhaul/contracts/doubt-kinds";
import { formatsIn } from "@longhaul/domain";
import type { Catalogue } from "../en/index.ts";
import { counted, isOne, quoted } from "./counted.ts";

const { number } = formatsIn("fr");

/** The name of a dimension; those that begin with a consonant are feminine. */
const withArticle = (dimension: string): string => (/^[aeiou]/.test(dimension) ? `l’${dimension}` : `la ${dimension}`);

/** What the data is worth. */
export const quality: Catalogue["quality"] = {
  rated: (score) => `Les données sont notées ${number(score)} sur 100`,
  leastFor: (dimension, affected) =>
    `\u00a0; le point faible est ${withArticle(dimension)}${affected === "" ? "" : ` (${affected})`}`,
  leftOut: (records) =>
    `\u00a0; ${counted(records, "enregistrement")} ${isOne(records) ? "n’a pu être utilisé" : "n’ont pu être utilisés"}`,
  noDoubt: "\u00a0; rien n’y est douteux",
  inDoubt: (doubts, more) =>
    `À vérifier\u00a0: ${doubts.join("\u00a0; ")}${more === 0 ? "" : `\u00a0; et ${counted(more, "autre doute", "autres doutes")}`}. L’annexe dit ce qui a été vu et retenu.`,
  inColumn: (doubt, column, values) => {
    const where = [
      ...(column === undefined ? [] : [quoted(column)]),
      ...(values === undefined ? [] : [counted(values, "valeur")]),
    ];
    return where.length === 0 ? doubt : `${doubt} (${where.join(", ")})`;
  },
  affected: (affected, of, what) => `${what}\u00a0: ${number(affected)} sur ${number(of)}`,
  dimensions: {
    completeness: { name: "complétude", affected: "valeurs absentes là où il en faut une" },
    uniqueness: { name: "unicité", affected: "événements qui en répètent un autre dans toutes les colonnes" },
    orderKnown: {
      name: "ordre des événements",
      affected: "étapes vers une autre activité au même instant, telles qu’enregistrées",
    },
    plausibleTimes: { name: "vraisemblance des dates", affected: "événements qui commencent après leur fin" },
    consistentNames: {
      name: "cohérence des noms",
      affected: "événements dont le nom s’écrit autrement que d’habitude",
    },
    certainRoles: { name: "certitude sur le rôle des colonnes", affected: "" },
  },
  dimensionsTable: (score, operation) => `De quoi se compose la note de ${number(score)} sur 100\u00a0: ${operation}`,
  doubtsTable: (operation) => `Ce qui est douteux\u00a0: ${operation}`,
  columnsTable: (operation) => `Ce que valent les colonnes\u00a0: ${operation}`,
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
  kinds: DOUBT_KINDS.fr,
  doubt: (doubt) => doubtDetail("fr", doubt),
};
