/**
 * Zones as Windows and browsers name them in words, without "Standard Time" and the like, by the name of the zone with its rules.
 */
const PHRASES = new Map(
  Object.entries({
    UTC: "coordinated universal|universal|greenwich mean",
    "Europe/London": "gmt|british",
    "Europe/Lisbon": "western european",
    "Europe/Berlin": "w europe|central european|mitteleuropäische|mitteleuropaische",
    "Europe/Paris": "romance|d’europe centrale|d'europe centrale",
    "Europe/Budapest": "central europe",
    "Europe/Kiev": "fle|eastern european|osteuropäische",
    "Europe/Bucharest": "gtb",
    "Europe/Moscow": "russian|moscow",
    "Europe/Istanbul": "turkey",
    "Asia/Jerusalem": "israel",
    "Asia/Riyadh": "arab",
    "Asia/Dubai": "arabian|gulf",
    "Asia/Kolkata": "india",
    "Asia/Karachi": "pakistan",
    "Asia/Shanghai": "china",
    "Asia/Taipei": "taipei",
    "Asia/Tokyo": "tokyo|japan",
    "Asia/Seoul": "korea|korean",
    "Asia/Singapore": "singapore",
    "Asia/Bangkok": "se asia|indochina",
    "Australia/Sydney": "aus eastern|australian eastern",
    "Australia/Brisbane": "e australia",
    "Australia/Perth": "w australia|australian western",
    "Pacific/Auckland": "new zealand",
    "Africa/Johannesburg": "south africa",
    "America/Sao_Paulo": "e south america|brasilia",
    "America/Argentina/Buenos_Aires": "argentina",
    "America/Bogota": "sa pacific|colombia",
    "America/Halifax": "atlantic",
    "America/New_York": "eastern|us eastern",
    "America/Chicago": "central",
    "America/Denver": "mountain",
    "America/Phoenix": "us mountain",
    "America/Los_Angeles": "pacific",
    "America/Anchorage": "alaskan|alaska",
    "Pacific/Honolulu": "hawaiian|hawaii",
  }).flatMap(([zone, phrases]) => phrases.split("|").map((phrase) => [phrase, zone] as const)),
);
const PHRASE = /^(.+?)(?: (?:standard|daylight|summer))? time$/;
const GERMAN = /^(.+?) (?:normal|sommer)?zeit$/;
const FRENCH = /^heure(?: normale| d’été| d'été)? (.+)$/;
/** Times that say of themselves that they are those of their place, wherever it is. */
const OF_THE_PLACE = /^(?:local|server|system|orts|lokal)|locale?$|local$/;

/** The zone that a phrase names, such as `Pacific Standard Time`; undefined for one that names a zone not known here, null for any other. */
export function zoneOfPhrase(phrase: string): string | null | undefined {
  const plain = phrase.toLowerCase().replaceAll(".", "").trim();
  const [, words] = PHRASE.exec(plain) ?? GERMAN.exec(plain) ?? FRENCH.exec(plain) ?? [];
  if (words === undefined || OF_THE_PLACE.test(words)) return null;
  return PHRASES.get(words);
}
