/**
 * Tells whether a text can name a campaign in addresses: lower-case letters and digits with single hyphens in
 * between.
 */
export function isSlug(text: string): boolean {
  return text.length <= 80 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}
