/** Escapes a text as the templates' engine does: a space becomes `+`, and only letters, digits and `-_.~` stay. */
export const encodeQuery = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
