import { timeZones } from "#campaigns/texts/zoned-moment.ts";

type ZoneOption = { value: string; label: string };

/** Time zones by the names of their cities: those of some countries first, then all. */
export function zoneOptions(countries: readonly string[]): ZoneOption[] {
  const near = countries.flatMap((region) => new Intl.Locale("und", { region }).getTimeZones() ?? []);
  const first = [...new Set(near)].filter((zone) => timeZones.includes(zone));
  const rest = timeZones.filter((zone) => !first.includes(zone));
  return [...first, ...rest.toSorted((one, other) => cityOf(one).localeCompare(cityOf(other), "en"))].map(
    (zone) => {
      const city = cityOf(zone);
      return { value: zone, label: city === zone ? zone : `${city} (${zone})` };
    },
  );
}

function cityOf(zone: string): string {
  return zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}
