/** Somebody who does not exist, with an address that no mail can reach. */
export type MadeUpPerson = { name: string; email: string; country: string; locale: string };

type Names = { country: string; locale: string; weight: number; given: string[]; family: string[] };

const names: Names[] = [
  {
    country: "GB",
    locale: "en",
    weight: 9,
    given: ["Amy", "Callum", "Priya"],
    family: ["Whitlock", "Okoro"],
  },
  {
    country: "FR",
    locale: "fr",
    weight: 8,
    given: ["Élodie", "Mathis", "Inès"],
    family: ["Garnier", "Le Goff"],
  },
  { country: "DE", locale: "en", weight: 7, given: ["Jonas", "Frieda"], family: ["Brückner", "Yıldız"] },
  { country: "TH", locale: "th", weight: 7, given: ["สมหญิง", "ณัฐพล"], family: ["ใจดี", "ศรีสุข"] },
  {
    country: "PH",
    locale: "tl",
    weight: 6,
    given: ["Liwayway", "Benjie"],
    family: ["Dimaculangan", "Santos"],
  },
  { country: "MX", locale: "es", weight: 6, given: ["Ximena", "Íñigo"], family: ["Cárdenas", "Nuñez"] },
  { country: "BR", locale: "es", weight: 5, given: ["Ana Lúcia", "João"], family: ["Prado", "Conceição"] },
  { country: "US", locale: "en", weight: 5, given: ["Dolores", "Terrence"], family: ["Abernathy", "Nguyen"] },
  { country: "MA", locale: "ar", weight: 4, given: ["سلمى", "يونس"], family: ["العلوي", "بنجلون"] },
  { country: "JP", locale: "en", weight: 4, given: ["美咲", "Haruto"], family: ["佐藤", "Kobayashi"] },
  { country: "CA", locale: "fr", weight: 3, given: ["Maëlle", "Owen"], family: ["Tremblay", "MacIsaac"] },
  { country: "AU", locale: "en", weight: 3, given: ["Jedda", "Lachlan"], family: ["Murray", "Papadopoulos"] },
  { country: "IT", locale: "en", weight: 3, given: ["Chiara", "Niccolò"], family: ["D’Angelo", "Ferri"] },
  { country: "SE", locale: "en", weight: 2, given: ["Åsa", "Björn"], family: ["Lindqvist", "Öberg"] },
  { country: "NL", locale: "en", weight: 2, given: ["Fenna", "Sem"], family: ["van den Berg", "Yılmaz"] },
  { country: "IN", locale: "en", weight: 2, given: ["Kavya", "Arjun"], family: ["Iyer", "Chatterjee"] },
  { country: "KE", locale: "en", weight: 1, given: ["Wanjiru", "Otieno"], family: ["Kamau", "Achieng"] },
  { country: "ID", locale: "en", weight: 1, given: ["Suryani", "Bambang"], family: ["Wibowo", "Hartono"] },
  { country: "ZA", locale: "en", weight: 1, given: ["Thandeka", "Pieter"], family: ["Dlamini", "Botha"] },
  { country: "LB", locale: "ar", weight: 1, given: ["ريم", "كريم"], family: ["خوري", "حداد"] },
];

/**
 * As many made-up people as asked for, spread over twenty countries; `run` keeps their addresses apart from other
 * runs'.
 */
export function madeUpPeople(count: number, run: string): MadeUpPerson[] {
  const turns = names.flatMap((group) =>
    Array.from({ length: group.weight }, (_, turn) => ({ group, turn })),
  );
  return Array.from({ length: count }, (_, index) => {
    // A step that shares no factor with the number of turns visits all of them, and not one country after the other.
    const turn = turns[(index * 37) % turns.length] ?? turns[0];
    if (!turn) throw new Error("There are no names to make up people from.");
    const { country, locale, given, family } = turn.group;
    const name = [given[turn.turn % given.length], family[index % family.length]].join(" ");
    return { name, email: `person-${index}.${run}@example.org`, country, locale };
  });
}
