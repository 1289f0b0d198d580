import { counted } from "@longhaul/domain";
import type { DoubtName } from "./english-kinds.ts";

const french = counted("fr");

/** How many, where it is known. */
const many = (count: number | undefined, noun: string, plural: string, otherwise: string): string =>
  count === undefined || count === 0 ? otherwise : french(count, noun, plural);

/** What was seen of each kind, what was taken, and the remedy; the values themselves stand in the dataset's own answer. */
export const FRENCH_DETAILS: Readonly<Record<DoubtName, (count: number | undefined) => string>> = {
  DateOrder: () =>
    "Toutes les dates peuvent se lire avec le jour ou le mois en premier. Indiquez timestampFormat si la lecture retenue est fausse.",
  MixedTimeUnits: () => "Les dates sont écrites dans plusieurs unités\u00a0; chacune a été lue d’après sa grandeur.",
  PlaceholderTime: (count) =>
    `${many(count, "date est un jour", "dates sont un jour", "Des dates sont un jour")} que des logiciels écrivent quand ils ne savent pas. Elles comptent dans toutes les durées\u00a0; écartez-les avec placeholderTimes: "omit" ou corrigez la source.`,
  OutlyingTime: (count) =>
    `${many(count, "date est loin", "dates sont loin", "Des dates sont loin")} de toutes les autres. Elles comptent dans toutes les durées\u00a0; écartez-les avec placeholderTimes: "omit" ou corrigez la source.`,
  StartAfterEnd: (count) =>
    `${many(count, "événement commence", "événements commencent", "Des événements commencent")} après leur fin. Corrigez la source, ou les colonnes de début et de fin.`,
  SharedTime: (count) =>
    `${many(count, "événement a", "événements ont", "Beaucoup d’événements ont")} une seule et même date, sans doute celle d’une reprise de données. Exportez la date de chaque événement, ou écartez ces lignes.`,
  ZoneWord: (count) =>
    `${many(count, "date porte", "dates portent", "Des dates portent")} une abréviation commune à plusieurs fuseaux\u00a0; le plus courant a été retenu. Exportez les dates en UTC ou avec leur décalage en chiffres.`,
  CutOff: () =>
    "Le fichier s’arrête au milieu d’un enregistrement\u00a0: son transfert a sans doute été interrompu, et la suite manque. Comparez sa taille avec la source et envoyez-le de nouveau.",
  DatedTexts: (count) =>
    `${many(count, "valeur ressemble", "valeurs ressemblent", "Des valeurs ressemblent")} à une date parmi d’autres qui n’en sont pas\u00a0: un tableur a sans doute changé un nom ou un numéro. Exportez la colonne comme texte.`,
  RoleUncertain: () =>
    "Le rôle de cette colonne a été déduit de son nom et de ses valeurs, et une autre pourrait convenir. Indiquez la colonne si c’est une erreur.",
  ScientificIds: (count) =>
    `${many(count, "identifiant a été arrondi", "identifiants ont été arrondis", "Des identifiants ont été arrondis")} par un tableur, si bien que des dossiers différents ont pu n’en former qu’un. Exportez la colonne comme texte.`,
  FoldedText: (count) =>
    `${many(count, "valeur ne diffère", "valeurs ne diffèrent", "Des valeurs ne diffèrent")} d’une autre que par la casse, des blancs, des tirets, des guillemets, des zéros en tête, des signes autour, des caractères invisibles ou l’écriture des lettres et des accents, et comptent comme différentes. Corrigez la source si elles n’en font qu’une\u00a0; les règles trim_whitespace, normalise_case (pour les activités), map_activities et map_resources les réunissent.`,
  SpreadsheetText: (count) =>
    `${many(count, "cellule est marquée", "cellules sont marquées", "Des cellules sont marquées")} comme texte pour un tableur (="…" ou une apostrophe devant)\u00a0; la marque a été ôtée.`,
  MissingWords: (count) =>
    `${many(count, "valeur est un mot", "valeurs sont des mots", "Des valeurs sont des mots")} pour «\u00a0pas de valeur\u00a0», mais comptent comme une valeur. Corrigez la source si ce ne sont pas des noms.`,
  RunawayQuote: (count) =>
    `${many(count, "guillemet aurait englouti", "guillemets auraient englouti", "Des guillemets auraient englouti")} les enregistrements suivants\u00a0; ils ont été lus comme du texte.`,
  ReplacedCharacters: (count) =>
    `${many(count, "valeur contient", "valeurs contiennent", "Des valeurs contiennent")} des caractères perdus lors d’un export. Exportez de nouveau le fichier en UTF-8.`,
  Encoding: () => "Le texte n’est pas en UTF-8 et son encodage a été deviné. Indiquez-le avec encoding s’il est autre.",
  DoubleEncoding: (count) =>
    `${many(count, "valeur a été encodée", "valeurs ont été encodées", "Des valeurs ont été encodées")} une fois de trop\u00a0: un programme a lu l’UTF-8 dans un autre encodage, ou y a laissé l’écriture d’une page web («\u00a0&amp;\u00a0», «\u00a0%20\u00a0»). Exportez de nouveau le fichier en texte simple, en UTF-8.`,
  SameTraceName: (count) =>
    `${many(count, "dossier porte", "dossiers portent", "Des dossiers portent")} le nom d’un autre. Ils sont restés séparés, leur numéro derrière le nom. Donnez un nom à chacun si c’est une erreur.`,
  NewestFirst: () =>
    "Le fichier va du plus récent au plus ancien\u00a0: les événements de même date sont pris dans l’ordre inverse du fichier.",
  UnreadOrder: () =>
    "Cette colonne semble dire l’ordre des événements d’un dossier, mais pas en nombres connus. Exportez des nombres simples (1, 2, 3, …) si l’ordre des événements de même date compte.",
  LostClock: () =>
    "Les heures de cette colonne semblent avoir perdu une partie en route\u00a0: la moitié du jour (AM ou PM), ou les heures elles-mêmes. Exportez des heures complètes, de 0 à 24.",
  RepeatedHour: (count) =>
    `${many(count, "date tombe", "dates tombent", "Des dates tombent")} dans l’heure que les horloges montrent deux fois au passage à l’heure d’hiver\u00a0; leur décalage n’est pas connu. Exportez les dates en UTC ou avec leur décalage.`,
  MixedZones: () =>
    "Certaines dates indiquent leur fuseau et d’autres non\u00a0; ces dernières ont été lues dans le fuseau du paramètre timezone (UTC par défaut). Indiquez-le, ou exportez toutes les dates avec leur décalage.",
  ZoneColumn: () =>
    "Une autre colonne indique le fuseau de chaque date\u00a0; elle n’a pas été prise en compte. Exportez les dates en UTC ou avec leur décalage, ou indiquez timezone si le fuseau est le même partout.",
  UnusualYears: () =>
    "Toutes les dates sont dans des années où aucun journal n’est tenu\u00a0: elles comptent sans doute selon un autre calendrier ou depuis un autre jour, ou leur jour n’est pas connu. Exportez des dates du calendrier grégorien.",
  RepeatedKey: (count) =>
    `${many(count, "enregistrement a", "enregistrements ont", "Des enregistrements ont")} deux fois la même clé\u00a0; la dernière valeur a été retenue, les autres sont perdues. Exportez chaque clé une seule fois.`,
  HiddenRows: (count) =>
    `${many(count, "ligne est masquée", "lignes sont masquées", "Des lignes sont masquées")} dans la feuille et ont été lues comme les autres. Supprimez-les si elles n’appartiennent pas au journal.`,
  JoinedSheets: (count) =>
    `${many(count, "feuille du classeur a", "feuilles du classeur ont", "Des feuilles du classeur ont")} les mêmes colonnes et ont été lues l’une sous l’autre. Indiquez sheet pour n’en lire qu’une.`,
  UnreadRecords: (count) =>
    `${many(count, "enregistrement n’a pas été lu", "enregistrements n’ont pas été lus", "Des enregistrements n’ont pas été lus")}\u00a0: ils sont à un autre endroit du fichier que les événements lus. Réunissez-les en une seule liste ou feuille s’ils appartiennent au journal.`,
  RepeatedFile: (count) =>
    `${many(count, "fichier ou feuille est", "fichiers ou feuilles sont", "Des fichiers ou feuilles sont")} la copie exacte d’un autre, qui a été lu à leur place. Indiquez file ou sheet pour choisir.`,
  FilledCases: (count) =>
    `${many(count, "ligne ne nomme", "lignes ne nomment", "Des lignes ne nomment")} pas leur dossier\u00a0: il n’est écrit que sur la première ligne de chacun, et a été repris pour les suivantes. Exportez-le sur chaque ligne si c’est une erreur.`,
  Preamble: (count) =>
    `${many(count, "ligne au-dessus du tableau n’a", "lignes au-dessus du tableau n’ont", "Des lignes au-dessus du tableau n’ont")} pas été lues comme des données\u00a0: un titre ou des notes. Supprimez-les si c’est une erreur.`,
  LifecycleWords: (count) =>
    `Les mots du cycle de vie${count === undefined || count === 0 ? "" : ` (${french(count, "événement")})`} ont été devinés ou ne sont pas connus. Indiquez-les avec lifecycleStart et lifecycleComplete si c’est une erreur.`,
  LifecycleStates: () =>
    "Les mots du cycle de vie ont été lus comme des états du dossier, car débuts et fins concernent rarement la même activité d’un dossier\u00a0: chaque enregistrement est une étape, et les temps de traitement ne sont pas connus. Si un état est une étape à part entière, faites-en l’activité.",
  NoTimes: () =>
    "Le journal n’a pas de dates\u00a0: ses événements sont pris dans l’ordre du fichier, et tout ce qui demande des dates est laissé de côté. Indiquez une date s’il y en a une.",
};
